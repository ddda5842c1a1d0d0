import { describe, expect, it } from 'vitest';
import type { View } from '../../api/types';
import { concern, decision, meeting, position, reflection, snapshot } from '../../store/testing';
import { Desk, Draft, type FormKind, type Values } from './drafts.svelte';
import { FORMS } from './forms';

function begin(form: FormKind, subject: View | null = null, preset?: Values): Draft {
  const reference = snapshot().reference;
  return new Draft(form, subject, FORMS[form].initial({ subject, meeting: meeting(), ownAgency: 1, reference, preset }));
}

const sent = (draft: Draft) => ({ act: FORMS[draft.form].act(draft), data: FORMS[draft.form].data(draft) });

describe('what a form sends', () => {
  it('a new position, and a move on the version that was seen', () => {
    const added = begin('position');
    added.values['level'] = 3;
    added.values['evidence'] = '  Two callouts. ';
    expect(sent(added)).toEqual({
      act: 'add_threshold_position',
      data: { level: 3, evidence: 'Two callouts.', would_change_view: '' },
    });
    const moved = begin('position', position(1, 3, { version: 4 }));
    moved.values['level'] = 4;
    moved.values['evidence'] = 'The weights.';
    expect(sent(moved)).toEqual({
      act: 'move_threshold_position',
      data: { level: 4, evidence: 'The weights.', would_change_view: '', version: 4 },
    });
  });

  it('a concern from a milestone or from a date, never both', () => {
    const raised = begin('concern');
    Object.assign(raised.values, { what: 'Late', effect_on_child: 'Harm', risk_source: 'adults', expectation: 'initial_conference' });
    Object.assign(raised.values, { counted: 'milestone', from_milestone: 'strategy_discussion', since: '2026-01-01' });
    expect(sent(raised).data).toMatchObject({ from_milestone: 'strategy_discussion' });
    expect(sent(raised).data).not.toHaveProperty('since');
    raised.values['expectation'] = 'none';
    expect(sent(raised).data).toMatchObject({ since: '2026-01-01' });
    expect(sent(raised).data).not.toHaveProperty('from_milestone');
  });

  it('only what was changed of a concern', () => {
    const draft = begin('concern', concern(5, { version: 2 }));
    draft.values['what'] = 'The conference was held six days late.';
    expect(sent(draft)).toEqual({
      act: 'amend_drift_concern',
      data: { of: 5, version: 2, what: 'The conference was held six days late.' },
    });
    draft.values['counted'] = 'since';
    draft.values['since'] = '2026-06-16';
    expect(sent(draft).data).toMatchObject({ since: '2026-06-16' });
  });

  it('a decision with little in it, and later only what was changed', () => {
    const proposed = begin('decision');
    proposed.values['text'] = 'Consider moving the family.';
    expect(sent(proposed)).toEqual({
      act: 'propose_decision',
      data: {
        text: 'Consider moving the family.',
        owner: 1,
        measure: '',
        responsible: '',
        due: null,
        reflects_child: '',
        involves: [],
        answers: [],
        rationale: '',
        authority: '',
        sign_off_by: '',
        family_what: '',
        family_by: '',
        family_on: null,
      },
    });
    const amended = begin('decision', decision(3, { version: 6, involves: [1, 2] }));
    amended.values['due'] = '';
    amended.values['answers'] = ['drift_concern 5'];
    expect(sent(amended)).toEqual({
      act: 'amend_decision',
      data: { of: 3, version: 6, due: null, answers: [{ type: 'drift_concern', id: 5 }] },
    });
  });

  it('never names the owner among those involved as well', () => {
    const draft = begin('decision');
    draft.values['involves'] = [1, 2];
    expect(sent(draft).data).toMatchObject({ owner: 1, involves: [2] });
  });

  it('withdrawals by the kind of thing', () => {
    const cases: [View, string, Record<string, unknown>][] = [
      [position(1, 3), 'withdraw_threshold_position', { version: 1 }],
      [concern(5), 'withdraw_drift_concern', { of: 5, version: 1 }],
      [reflection(6), 'withdraw_reflection', { of: 6, version: 1 }],
      [decision(7), 'withdraw_decision', { of: 7, version: 1 }],
    ];
    for (const [view, act, data] of cases) {
      const draft = begin('withdraw', view);
      draft.values['reason'] = 'A mistake.';
      expect(sent(draft)).toEqual({ act, data: { ...data, reason: 'A mistake.' } });
    }
  });

  it('a closing with the next date, or with why there is none', () => {
    const draft = begin('close');
    Object.assign(draft.values, { again: 'yes', next_meeting_on: '2026-11-09', no_next_meeting_because: 'typed before' });
    expect(sent(draft).data).toEqual({ next_meeting_on: '2026-11-09' });
    draft.values['again'] = 'no';
    draft.values['childs_voice_not_heard_because'] = 'Abroad';
    expect(sent(draft).data).toEqual({ no_next_meeting_because: 'typed before', childs_voice_not_heard_because: 'Abroad' });
  });
});

describe('the desk', () => {
  it('goes on with what was begun, for each thing by itself', () => {
    const desk = new Desk();
    const first = desk.take('reflection', null, () => ({ prompt: '', text: '' }));
    first.values['text'] = 'half a tho';
    desk.close();
    desk.take('reflection', reflection(4), () => ({ prompt: 'analysis', text: 'Old' }));
    expect(desk.aside).toEqual([first]);
    expect(desk.take('reflection', null, () => ({ prompt: '', text: '' }))).toBe(first);
    expect(desk.unfinished).toBe(true);
    desk.discard(first);
    expect(desk.open).toBeNull();
    expect(desk.unfinished).toBe(false);
  });

  it('begins anew where nothing was written', () => {
    const desk = new Desk();
    const first = desk.take('decision', decision(1), () => ({ text: 'One' }));
    desk.close();
    expect(desk.take('decision', decision(1, { version: 2 }), () => ({ text: 'Two' }))).not.toBe(first);
    expect(desk.open?.version).toBe(2);
  });
});
