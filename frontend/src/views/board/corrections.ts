import type { AddendumView } from '../../api/closing-types';
import type { Me, View, ViewType } from '../../api/types';
import { all, type BoardState } from '../../store/apply';
import { meetingOf } from '../../store/selectors';

const CORRECTABLE = new Set<ViewType>([
  'threshold_position',
  'disagreement',
  'drift_concern',
  'involvement',
  'reflection',
  'decision',
  'consent',
]);

/** The addenda beside one entry, oldest first. */
export function addendaOf(board: BoardState, entry: { type: string; id: number }): AddendumView[] {
  return all(board, 'addendum').filter((each) => each.corrects?.type === entry.type && each.corrects.id === entry.id);
}

export function mayAddToRecord(board: BoardState, me: Me): boolean {
  return meetingOf(board)?.state === 'closed' && me.can.includes('correct_record');
}

/** The chair corrects any entry, a representative their agency's, others what they made themselves. */
export function mayCorrect(board: BoardState, me: Me, entry: View): boolean {
  if (!mayAddToRecord(board, me) || !CORRECTABLE.has(entry.type) || !('by' in entry)) return false;
  if (me.can.includes('chair')) return true;
  return me.role === 'representative' ? entry.by.agency_id === me.agency_id : entry.by.person_id === me.person_id;
}
