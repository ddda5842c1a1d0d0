import type { ActivityItem, Entry, ErasedView, Snapshot, View, ViewType } from '../api/types';

/** A meeting's things by type and id. What was erased leaves its stub, so that no older version comes back. */
export type Views = { readonly [Type in ViewType]: { readonly [id: number]: Extract<View, { type: Type }> | ErasedView } };

export interface BoardState {
  readonly views: Views;
  /** Newest last. */
  readonly activity: readonly ActivityItem[];
}

export const ACTIVITY_KEPT = 100;

const TYPES: readonly ViewType[] = [
  'meeting',
  'invitation',
  'seat',
  'threshold_position',
  'disagreement',
  'drift_concern',
  'chronology_event',
  'involvement',
  'requirement',
  'citation',
  'process_challenge',
  'learning_point',
  'burden',
  'reflection',
  'decision',
  'consent',
  'position_round',
  'preparation',
  'hand',
  'readiness',
  'capacity',
  'private_point',
  'shared_point',
  'read_back',
  'addendum',
  'emergency_access',
];

export function fromSnapshot(snapshot: Pick<Snapshot, 'views' | 'activity'>): BoardState {
  const views: Record<string, Record<number, View | ErasedView>> = {};
  for (const type of TYPES) {
    const given: readonly (View | ErasedView)[] = snapshot.views[type] ?? [];
    views[type] = Object.fromEntries(given.map((view) => [view.id, view]));
  }
  return { views: views as unknown as Views, activity: snapshot.activity.slice(-ACTIVITY_KEPT) };
}

/**
 * The one way in which the board changes: the entry's subject replaces what is known of it when its version is higher,
 * and a line is added to the activity. Whether the entry is next in its stream is for the cursors to say.
 */
export function apply(board: BoardState, entry: Entry): BoardState {
  const { stream, seq, kind, at, by, subject } = entry;
  const line: ActivityItem = { stream, seq, kind, at, by, subject: { type: subject.type, id: subject.id } };
  return {
    views: withSubject(board.views, subject),
    activity: [...board.activity, line].slice(-ACTIVITY_KEPT),
  };
}

function withSubject(views: Views, subject: View | ErasedView): Views {
  const ofType: { readonly [id: number]: View | ErasedView } = views[subject.type] ?? {};
  const known = ofType[subject.id];
  if (known && known.version >= subject.version) return views;
  return { ...views, [subject.type]: { ...ofType, [subject.id]: subject } };
}

export function isErased(view: View | ErasedView): view is ErasedView {
  return 'erased' in view;
}

/** The things of one type that still have content, by id. */
export function all<Type extends ViewType>(board: BoardState, type: Type): Extract<View, { type: Type }>[] {
  return Object.values(board.views[type])
    .filter((view): view is Extract<View, { type: Type }> => !isErased(view))
    .sort((one, other) => one.id - other.id);
}

/** One thing that still has content; of a type that this page does not know, nothing. */
export function one<Type extends ViewType>(
  board: BoardState,
  type: Type,
  id: number | null,
): Extract<View, { type: Type }> | null {
  const view = id === null ? undefined : board.views[type]?.[id];
  return view && !isErased(view) ? (view as Extract<View, { type: Type }>) : null;
}
