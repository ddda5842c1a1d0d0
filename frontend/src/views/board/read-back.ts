import type { DecisionView } from '../../api/types';
import type { ReadBackView } from '../../api/closing-types';
import { all, type BoardState } from '../../store/apply';
import { agencies, decisions } from '../../store/selectors';
import type { BoardPage } from './page.svelte';

export function readBackOf(board: BoardState): ReadBackView | null {
  return all(board, 'read_back')[0] ?? null;
}

export function agreedDecisions(board: BoardState): DecisionView[] {
  return decisions(board).filter((decision) => decision.state === 'agreed');
}

/** The agreed decisions that an agency owns or is involved in. */
export function concerning(board: BoardState, agencyId: number): DecisionView[] {
  return agreedDecisions(board).filter((each) => each.owner_agency_id === agencyId || each.involves.includes(agencyId));
}

/** `changed`: what it confirmed is no longer what concerns it. */
type Confirmation = 'confirmed' | 'changed' | 'none';

export function confirmation(board: BoardState, agencyId: number): Confirmation {
  const given = readBackOf(board)?.confirmed.find((each) => each.agency_id === agencyId);
  if (!given) return 'none';
  const now = concerning(board, agencyId).map((each) => each.id);
  return now.length === given.decisions.length && now.every((id) => given.decisions.includes(id)) ? 'confirmed' : 'changed';
}

/** How far this page's own agency is, where the page is one that is asked to confirm. */
export function ownConfirmation(page: BoardPage): Confirmation | null {
  return page.me.agency_id !== null && page.may('give_consent') ? confirmation(page.board, page.me.agency_id) : null;
}

export function countConfirmed(board: BoardState): number {
  return agencies(board).filter((each) => confirmation(board, each.agency_id) === 'confirmed').length;
}
