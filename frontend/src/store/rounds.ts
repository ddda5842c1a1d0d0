import type { PositionRoundView } from '../api/types';
import { all, type BoardState } from './apply';
import { agencies, isAway } from './selectors';

/** The hidden round that is on, if one is. */
export function hiddenRound(board: BoardState): PositionRoundView | null {
  return all(board, 'position_round').find((each) => each.state === 'hidden') ?? null;
}

/** The agencies that have placed the case in a round, and those that are here and have not, in order of invitation. */
export function placing(board: BoardState, round: PositionRoundView): { placed: number[]; toCome: number[] } {
  const invited = agencies(board);
  const placed = invited.filter((each) => round.placed.includes(each.agency_id)).map((each) => each.agency_id);
  const toCome = invited.filter((each) => !round.placed.includes(each.agency_id) && !isAway(each)).map((each) => each.agency_id);
  return { placed, toCome };
}
