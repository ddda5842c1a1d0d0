import type { PreparationView } from '../api/types';
import { all, type BoardState } from './apply';

/** What one's own agency prepared and has not shared. */
export function ownPreparation(board: BoardState, agencyId: number | null): PreparationView | null {
  return all(board, 'preparation').find((each) => each.agency_id === agencyId && !each.shared_at) ?? null;
}

/** In the order in which they were shared. */
export function sharedPreparations(board: BoardState): PreparationView[] {
  return all(board, 'preparation')
    .filter((each) => each.shared_at !== null)
    .sort((one, other) => (one.shared_at ?? '').localeCompare(other.shared_at ?? ''));
}
