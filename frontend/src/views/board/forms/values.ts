/** What every form on the board is, and the pieces of what they begin with and send that several share. */
import type { ActName, BoardReference, MeetingView, View } from '../../../api/types';
import type { Draft, FieldValue, FormKind, Values } from '../drafts.svelte';

/** What a form starts from. */
interface Beginning {
  subject: View | null;
  meeting: MeetingView;
  ownAgency: number | null;
  reference: Pick<BoardReference, 'clocks'>;
  /** Chosen already by the button that opened the form. */
  preset?: Values;
}

export interface Form {
  initial(from: Beginning): Values;
  act(draft: Draft): ActName;
  data(draft: Draft): Record<string, unknown>;
  /** The panel in which one goes on when it is done. */
  next?: FormKind;
}

export const text = (value: FieldValue | undefined): string => String(value ?? '').trim();
export const orNothing = (value: FieldValue | undefined): string | null => text(value) || null;

export function of(draft: Draft): Record<string, unknown> {
  return { of: draft.subject?.id, version: draft.version };
}

/** The fields that were changed here; the others keep what they have on the server. */
export function changes(draft: Draft, data: Record<string, unknown>, also: Record<string, string[]> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(([field]) => [field, ...(also[field] ?? [])].some((each) => draft.changed(each))),
  );
}

/** Nothing is written in it: each press in it is an act of its own. */
export const pressed = (act: ActName): Form => ({ initial: () => ({}), act: () => act, data: () => ({}) });

/** What a decision answers, as a value that a checkbox can carry: "drift_concern 12". */
export function answerKey(answer: { type: string; id: number }): string {
  return `${answer.type} ${answer.id}`;
}

export function answers(keys: FieldValue | undefined): { type: string; id: number }[] {
  return ((keys ?? []) as string[]).map((key) => {
    const [type = '', id = ''] = key.split(' ');
    return { type, id: Number(id) };
  });
}
