import { describe, expect, it } from 'vitest';
import { differences } from './differences';
import type { Template } from '../../api/types';
import { bodyOf, draftOf, minutesOf, seated, templatesFor, withPurpose, withTable, withTemplate } from './draft';
import { aPlan } from './fixtures';

describe('the templates a plan offers', () => {
  const template = (key: string, minutes: number) => ({ key, stages: [{ minutes }] }) as unknown as Template;
  const offered = [template('standard', 90), template('own', 60)];

  it('are those in force, with the version it is planned with for its own', () => {
    const earlier = template('own', 45);
    expect(templatesFor(aPlan({ own_template: earlier }), offered)).toEqual([offered[0], earlier]);
    expect(templatesFor(aPlan(), offered)).toEqual(offered);
  });

  it('have one that is offered no more', () => {
    const gone = template('gone', 30);
    expect(templatesFor(aPlan({ own_template: gone }), offered)).toEqual([...offered, gone]);
  });
});

describe('a draft', () => {
  it('is sent as it was got when nothing is changed', () => {
    const plan = aPlan();
    const { meeting_id, state, case: _case, left, needed, facilitator, ...sent } = plan;
    expect(bodyOf(draftOf(plan), plan)).toEqual(sent);
  });

  it('has no time until it has both date and time', () => {
    const plan = aPlan();
    expect(bodyOf({ ...draftOf(plan), time: '' }, plan).scheduled_at).toBeNull();
    expect(bodyOf({ ...draftOf(plan), day: '2026-12-01', time: '09:15' }, plan).scheduled_at).toBe('2026-12-01T09:15:00+00:00');
  });

  it('keeps the saved minutes while what is typed cannot be', () => {
    const plan = aPlan({ planned_minutes: 75 });
    expect(bodyOf({ ...draftOf(plan), minutes: '9' }, plan).planned_minutes).toBe(75);
    expect([minutesOf('90'), minutesOf('481'), minutesOf('x'), minutesOf('')]).toEqual([90, null, null, null]);
  });

  it('does not change the plan it was made of', () => {
    const plan = aPlan();
    draftOf(plan).invited[0]?.representatives.push(99);
    expect(plan.invited[0]?.representatives).toEqual([11]);
  });

  it('begins with the table of last time, but for who has a seat already', () => {
    const draft = { ...draftOf(aPlan()), invited: [] };
    const invited = [{ agency_id: 1, representatives: [11, 9], recorders: [20] }];
    expect(withTable(draft, { invited, advisers: [20, 30], observers: [31] }, 9)).toEqual({
      invited: [{ agency_id: 1, representatives: [11], recorders: [] }],
      advisers: [20, 30],
      observers: [31],
    });
  });

  it('knows who has a seat', () => {
    expect([...seated(draftOf(aPlan()), 9)].sort((a, b) => a - b)).toEqual([9, 11, 12, 20]);
  });
});

describe('the template', () => {
  const stage = (minutes: number) => ({ key: 'a', name: { en: 'A', cy: null }, prompt: { en: '', cy: null }, minutes });
  const templates = [
    { key: 'standard', name: { en: 'Standard', cy: null }, stages: [stage(60), stage(30)] },
    { key: 'short', name: { en: 'Short', cy: null }, stages: [stage(45)] },
    { key: 'reflective', name: { en: 'Reflective', cy: null }, stages: [stage(70)] },
  ] as unknown as Template[];

  it('brings its length along, unless somebody has set their own', () => {
    expect(withTemplate({ template: 'standard', minutes: '90' }, 'short', templates)).toEqual({ template: 'short', minutes: '45' });
    expect(withTemplate({ template: 'standard', minutes: ' ' }, 'short', templates).minutes).toBe('45');
    expect(withTemplate({ template: 'standard', minutes: '100' }, 'short', templates).minutes).toBe('100');
    expect(withTemplate({ template: 'standard', minutes: '90' }, 'gone', templates).minutes).toBe('90');
  });

  it('follows the purpose there and back, while nobody has chosen another', () => {
    expect(withPurpose({ purpose: 'reflective', template: 'standard', minutes: '90' }, templates)).toEqual({
      template: 'reflective',
      minutes: '70',
    });
    expect(withPurpose({ purpose: 'decision_making', template: 'reflective', minutes: '70' }, templates).template).toBe('standard');
    expect(withPurpose({ purpose: 'reflective', template: 'short', minutes: '45' }, templates).template).toBe('short');
    expect(withPurpose({ purpose: 'reflective', template: 'standard', minutes: '90' }, []).template).toBe('standard');
  });
});

describe('differences', () => {
  it('are named by part', () => {
    const mine = draftOf(aPlan());
    const theirs = { ...draftOf(aPlan()), time: '14:00', observers: [31] };
    expect(differences(mine, theirs)).toEqual(['when', 'observers']);
  });

  it('are none for another order', () => {
    const mine = draftOf(aPlan({ criteria: ['drift', 'threshold'] }));
    expect(differences(mine, draftOf(aPlan({ criteria: ['threshold', 'drift'] })))).toEqual([]);
  });
});
