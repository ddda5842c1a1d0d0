/** The requirements by agency, in the order in which they fall due. */
import type { BurdenView, RequirementView } from '../../api/requirement-types';
import { all, type BoardState } from '../../store/apply';
import { agencies } from '../../store/selectors';

export function requirements(board: BoardState): RequirementView[] {
  return all(board, 'requirement').filter((each) => !each.withdrawn);
}

export function burdenOf(board: BoardState): BurdenView | null {
  return all(board, 'burden')[0] ?? null;
}

/** Those with a date first, the nearest before the others. */
export function inOrder<View extends RequirementView>(found: readonly View[]): View[] {
  return [...found].sort((one, other) => (one.next_due ?? '9').localeCompare(other.next_due ?? '9') || one.id - other.id);
}

/** A column for each agency that has said what its law asks, in the order of invitation. */
export function lanesOf(board: BoardState) {
  const standing = inOrder(requirements(board));
  return agencies(board)
    .map((agency) => ({ agency, own: standing.filter((each) => each.agency_id === agency.agency_id) }))
    .filter((lane) => lane.own.length > 0);
}
