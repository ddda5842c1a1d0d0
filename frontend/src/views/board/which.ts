import type { View, ViewType } from '../../api/types';
import { type BoardState, isErased, one } from '../../store/apply';

/** Which of several that lie on the board, by its own words: a decision or its answer, a concern, a disagreement, a reflection. */
export function whichOf(board: BoardState, view: View | null): string {
  if (!view || isErased(view)) return '';
  switch (view.type) {
    case 'decision':
    case 'reflection':
      return view.text;
    case 'consent':
      return one(board, 'decision', view.decision_id)?.text ?? '';
    case 'drift_concern':
      return view.what;
    case 'disagreement':
      return view.about;
    default:
      return '';
  }
}

/** The same of what is still on the board; of reflections nothing, for they are many and may be about ourselves. */
export function whichStands(board: BoardState, { type, id }: { type: ViewType; id: number }): string {
  const view = type === 'reflection' ? null : one(board, type, id);
  const decision = view?.type === 'consent' ? one(board, 'decision', view.decision_id) : view;
  if (!decision || ('withdrawn' in decision && decision.withdrawn)) return '';
  if (decision.type === 'decision' && decision.state === 'withdrawn') return '';
  return whichOf(board, view);
}
