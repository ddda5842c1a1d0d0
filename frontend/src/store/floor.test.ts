// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { HandView, ReadinessView, SnapshotViews } from '../api/types';
import { fromSnapshot } from './apply';
import { isReady, queue, ready } from './floor';
import { hiddenRound, placing } from './rounds';
import { invitation, meeting, snapshot } from './testing';

const board = (views: Partial<SnapshotViews>) => fromSnapshot(snapshot(views));

const AT = '2026-09-21T12:52:00Z';

function hand(id: number, state: HandView['state']): HandView {
  return { type: 'hand', id, version: 1, agency_id: id, state, raised_at: AT, by: { person_id: id, agency_id: id } };
}

function readiness(agency: number, started: string | null, is = true): ReadinessView {
  const by = { person_id: agency, agency_id: agency };
  return { type: 'readiness', id: agency, version: 1, agency_id: agency, ready: is, stage_started_at: started, by };
}

describe('the queue', () => {
  it('begins with who speaks, then goes by when hands went up', () => {
    const given = board({ hand: [hand(1, 'up'), hand(2, 'down'), hand(3, 'speaking'), hand(4, 'up')] });
    expect(queue(given).map((each) => each.id)).toEqual([3, 1, 4]);
  });
});

describe('readiness', () => {
  const started = meeting().stage_started_at;

  it('counts in the stage in which it was said', () => {
    const given = board({
      meeting: [meeting()],
      invitation: [invitation(1, 'A'), invitation(2, 'B'), invitation(3, 'C', { attendance: 'absent' })],
      readiness: [readiness(1, started), readiness(2, '2026-09-21T12:00:00Z')],
    });
    expect(ready(given)).toEqual({ agencies: [1], all: 2 });
    expect(isReady(given, 2)).toBe(false);
  });
});

describe('a hidden round', () => {
  it('says who has placed the case, and who is here and has not', () => {
    const given = board({
      invitation: [invitation(1, 'A'), invitation(2, 'B'), invitation(3, 'C', { attendance: 'absent' })],
      position_round: [
        { type: 'position_round', id: 1, version: 1, state: 'hidden', placed: [2], started_at: AT, revealed_at: null, by: { person_id: 1, agency_id: 1 } },
      ],
    });
    const round = hiddenRound(given);
    expect(round && placing(given, round)).toEqual({ placed: [2], toCome: [1] });
  });
});
