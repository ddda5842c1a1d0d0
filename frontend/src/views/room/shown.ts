import type { Stand } from '../../api/types';
import { all, type BoardState } from '../../store/apply';
import { type AgencyConsent, isAway, positions, type Spread } from '../../store/selectors';

/** Positions are being placed unseen: the room sees none until they are revealed. */
export function hidesPositions(board: BoardState): boolean {
  return all(board, 'position_round').some((round) => round.state === 'hidden');
}

/** The positions that everybody may see: whatever has no level yet, or is hidden, is none. */
function shownPositions(board: BoardState) {
  if (hidesPositions(board)) return [];
  return positions(board).filter((position) => !position.hidden && typeof position.level === 'number');
}

export function placeOf(board: BoardState, agencyId: number): { level: number; before: number | null } | null {
  const position = shownPositions(board).find((each) => each.agency_id === agencyId);
  if (!position) return null;
  const before = position.history.map((earlier) => earlier.level).findLast((level) => level !== position.level);
  return { level: position.level, before: before ?? null };
}

export function shownSpread(board: BoardState): Spread | null {
  const shown = shownPositions(board);
  if (shown.length === 0) return null;
  const levels = shown.map((position) => position.level);
  const moved = shown.filter((position) => position.history.some((earlier) => earlier.level !== position.level)).length;
  return { lowest: Math.min(...levels), highest: Math.max(...levels), stated: shown.length, moved };
}

type Answer = Stand | 'to_come' | 'away';
const ANSWERS: readonly Answer[] = ['agree', 'reservations', 'disagree', 'abstain', 'to_come', 'away'];

/** Agencies' codes by what they answered, without answers that nobody gave. */
export function answersOf(given: readonly AgencyConsent[]): [Answer, string[]][] {
  const answer = ({ agency, consent }: AgencyConsent): Answer => consent?.stand ?? (isAway(agency) ? 'away' : 'to_come');
  return ANSWERS.map((one): [Answer, string[]] => [one, given.filter((each) => answer(each) === one).map((each) => each.agency.code)]).filter(
    ([, codes]) => codes.length > 0,
  );
}
