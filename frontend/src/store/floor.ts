import type { CapacityView, HandView, PrivatePointView, SharedPointView } from '../api/types';
import { all, type BoardState } from './apply';
import { agencies, isAway, meetingOf } from './selectors';

/** Who speaks, then who waits to, in the order in which they asked. */
export function queue(board: BoardState): HandView[] {
  const hands = all(board, 'hand').filter((hand) => hand.state !== 'down');
  return [...hands.filter((hand) => hand.state === 'speaking'), ...hands.filter((hand) => hand.state === 'up')];
}

export function handOf(board: BoardState, personId: number): HandView | null {
  return queue(board).find((hand) => hand.by.person_id === personId) ?? null;
}

/** The agencies that are ready to move on from this stage, and how many could be. */
export function ready(board: BoardState): { agencies: number[]; all: number } {
  const here = agencies(board).filter((invited) => !isAway(invited));
  return {
    agencies: here.filter((invited) => isReady(board, invited.agency_id)).map((invited) => invited.agency_id),
    all: here.length,
  };
}

/** What was said in an earlier stage does not count in this one. */
export function isReady(board: BoardState, agencyId: number | null): boolean {
  const started = meetingOf(board)?.stage_started_at ?? null;
  return all(board, 'readiness').some(
    (each) => each.agency_id === agencyId && each.ready && each.stage_started_at === started,
  );
}

export function points(board: BoardState): PrivatePointView[] {
  return all(board, 'private_point');
}

/** The points told to this person that nothing was done with yet. */
export function waitingPoints(board: BoardState, personId: number): number {
  return points(board).filter((point) => point.chair_id === personId && point.state === 'waiting').length;
}

export function sharedPoints(board: BoardState): SharedPointView[] {
  return all(board, 'shared_point');
}

export function capacities(board: BoardState): CapacityView[] {
  const order = agencies(board).map((invited) => invited.agency_id);
  return all(board, 'capacity').sort((a, b) => order.indexOf(a.agency_id) - order.indexOf(b.agency_id));
}

export function capacityOf(board: BoardState, agencyId: number | null): CapacityView | null {
  return capacities(board).find((each) => each.agency_id === agencyId) ?? null;
}
