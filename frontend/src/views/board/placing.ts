import { hiddenRound } from '../../store/rounds';
import type { useBoard } from './page.svelte';

/** Where a refusal to hide or to reveal is told. */
export const ROUND = 'hidden-round';

/** Whether one may say where one's agency stands now: in a hidden round only with what is its own. */
export function mayPlace(page: ReturnType<typeof useBoard>): boolean {
  return page.may('state_position') && (page.may('read_own_agency') || !hiddenRound(page.board));
}
