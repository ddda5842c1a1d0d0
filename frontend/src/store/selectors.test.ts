// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Me, SnapshotViews } from '../api/types';
import { fromSnapshot } from './apply';
import {
  consentOf,
  consents,
  countConsents,
  countDecisions,
  decisions,
  disagreements,
  may,
  mayChange,
  nextStage,
  otherSeats,
  positionOf,
  positions,
  reflectionsByPrompt,
  seatsOfAgency,
  spread,
  timeLeft,
  unanswered,
  voices,
} from './selectors';
import { CHAIR, concern, consent, decision, disagreement, meeting, position, reflection, seat, snapshot } from './testing';

const board = (views: Partial<SnapshotViews> = {}) => fromSnapshot(snapshot(views));

describe('positions', () => {
  it('stand in the order of invitation, without withdrawn ones', () => {
    const given = board({ threshold_position: [position(2, 4), position(1, 3), position(3, 2, { withdrawn: true })] });
    expect(positions(given).map((each) => each.agency_id)).toEqual([1, 2]);
    expect(positionOf(given, 3)).toBeNull();
  });

  it('spread from lowest to highest and count who stands elsewhere than before', () => {
    const history = [{ level: 3, evidence: '', at: '' }];
    const given = board({ threshold_position: [position(1, 4, { history }), position(2, 2), position(3, 3, { history })] });
    expect(spread(given)).toEqual({ lowest: 2, highest: 4, stated: 3, moved: 1 });
    expect(spread(board())).toBeNull();
  });

  it('show disagreements still open first', () => {
    const given = board({ disagreement: [disagreement(1, { state: 'resolved' }), disagreement(2, { state: 'escalated' }), disagreement(3)] });
    expect(disagreements(given).map((each) => each.id)).toEqual([3, 2, 1]);
  });
});

describe('decisions', () => {
  it('are counted by where they stand', () => {
    const given = board({
      decision: [decision(1, { state: 'agreed' }), decision(2), decision(3, { missing: ['measure'] }), decision(4, { state: 'withdrawn' })],
    });
    expect(countDecisions(given)).toEqual({ agreed: 1, to_decide: 1, not_ready: 1, withdrawn: 1 });
  });

  it('have a stand per agency, where lapsed ones do not count and absent agencies are not waited for', () => {
    const given = board({
      decision: [decision(1)],
      consent: [consent(1, 1, 1, { lapsed: true }), consent(2, 1, 2, { stand: 'reservations', reason: 'Why' }), consent(3, 9, 1)],
    });
    expect(consentOf(given, 1, 1)).toBeNull();
    expect(consentOf(given, 1, 2)?.stand).toBe('reservations');
    expect(consents(given, 1).map((each) => each.lapsed)).toEqual([true, false, false]);
    expect(countConsents(consents(given, 1))).toEqual({ agree: 0, reservations: 1, disagree: 0, abstain: 0, to_come: 1, away: 1 });
  });
});

describe('reflections', () => {
  const given = board({
    reflection: [
      reflection(1, { prompt: 'wellbeing' }),
      reflection(2, { prompt: 'voice_of_the_child' }),
      reflection(3),
      reflection(4, { withdrawn: true }),
      { type: 'reflection', id: 5, version: 2, erased: true },
    ],
  });

  it('stand under their prompts, in the prompts own order', () => {
    expect(reflectionsByPrompt(given, ['analysis', 'wellbeing']).map(([prompt, all]) => [prompt, all.map((each) => each.id)])).toEqual([
      ['analysis', [3]],
      ['wellbeing', [1]],
    ]);
  });

  it('keep the voice of the child apart', () => {
    expect(voices(given).map((each) => each.id)).toEqual([2]);
  });
});

describe('people', () => {
  it('speak for their agency; the chair and those of no invited agency stand beside', () => {
    const given = board({ seat: [seat(1, 1, { role: 'facilitator' }), seat(2, 1), seat(3, 2, { removed: true }), seat(4, 9, { role: 'adviser' })] });
    expect(seatsOfAgency(given, 1).map((each) => each.person_id)).toEqual([2]);
    expect(seatsOfAgency(given, 2)).toEqual([]);
    expect(otherSeats(given).map((each) => each.person_id)).toEqual([1, 4]);
  });
});

describe('time and stages', () => {
  it('count down the stage, then below zero', () => {
    const start = Date.parse('2026-09-21T12:45:00Z');
    expect(timeLeft(meeting(), start + 440_000)).toEqual({ of: 'stage', seconds: 760 });
    expect(timeLeft(meeting(), start + 1_260_000)).toEqual({ of: 'stage', seconds: -60 });
  });

  it('count down the meeting while no stage is set, and nothing once it is closed', () => {
    const opened = Date.parse('2026-09-21T12:30:00Z');
    expect(timeLeft(meeting({ stage: null }), opened)).toEqual({ of: 'meeting', seconds: 5400 });
    expect(timeLeft(meeting({ state: 'closed' }), opened)).toBeNull();
  });

  it('go on to the next stage, from none to the first, from the last to none', () => {
    expect(nextStage(meeting())?.key).toBe('drift');
    expect(nextStage(meeting({ stage: null }))?.key).toBe('welcome');
    expect(nextStage(meeting({ stage: 'drift' }))).toBeNull();
  });
});

describe('who may', () => {
  const me = (more: Partial<Me>) => snapshot({}, more).me;
  const own = concern(1, { agency_id: 1, by: { person_id: 9, agency_id: 1 } });
  const other = concern(2, { agency_id: 2, by: { person_id: 3, agency_id: 2 } });

  it('do nothing once the meeting is closed', () => {
    expect(may(board(), me({}), 'reflect')).toBe(true);
    expect(may(board({ meeting: [meeting({ state: 'closed' })] }), me({}), 'reflect')).toBe(false);
  });

  it('change what is their agency’s, their own, or as the chair any', () => {
    expect(mayChange(board(), me({}), 'raise_concern', own)).toBe(true);
    expect(mayChange(board(), me({}), 'raise_concern', other)).toBe(false);
    expect(mayChange(board(), me(CHAIR), 'raise_concern', other)).toBe(true);
    const adviser = me({ person_id: 9, role: 'adviser', can: ['reflect', 'read_board'] });
    expect(mayChange(board(), adviser, 'reflect', own)).toBe(true);
    expect(mayChange(board(), adviser, 'reflect', { ...own, by: { person_id: 2, agency_id: 1 } })).toBe(false);
    expect(mayChange(board(), adviser, 'raise_concern', own)).toBe(false);
  });
});

describe('answers that are missing', () => {
  const codes = (views: Partial<SnapshotViews>) => {
    const given = board(views);
    return unanswered(given, decisions(given)[0]!).map((each) => each.agency_id);
  };

  it('are of agencies that are here and were asked', () => {
    const here = codes({ decision: [decision(1)], consent: [consent(1, 1, 1)] });
    expect(here).not.toContain(1);
    expect(here).toContain(2);
    expect(codes({ decision: [decision(1)], consent: [consent(1, 1, 1, { lapsed: true })] })).toContain(1);
    expect(codes({ decision: [decision(1, { missing: ['measure'] })] })).toEqual([]);
  });
});
