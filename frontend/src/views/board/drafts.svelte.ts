import { SvelteMap } from 'svelte/reactivity';
import type { ApiError } from '../../api/client';
import type { View } from '../../api/types';

export type FormKind =
  | 'position'
  | 'disagreement'
  | 'resolve'
  | 'escalate'
  | 'settle'
  | 'advance'
  | 'concern'
  | 'event'
  | 'involvement'
  | 'requirement'
  | 'cite'
  | 'challenge'
  | 'learning'
  | 'reflection'
  | 'decision'
  | 'consent'
  | 'withdraw'
  | 'attendance'
  | 'seats'
  | 'invite'
  | 'seat'
  | 'guest'
  | 'unseat'
  | 'handover'
  | 'close'
  | 'point'
  | 'sharing'
  | 'answer_point'
  | 'capacity'
  | 'points'
  | 'capacities'
  | 'coverage'
  | 'read_back'
  | 'addendum';

export type FieldValue = string | number | boolean | null | number[] | string[];
export type Values = Record<string, FieldValue>;

/** What somebody is writing: kept in this page's memory only, for it may be about a child. */
export class Draft {
  values = $state<Values>({});
  error = $state.raw<ApiError | null>(null);
  /** The thing as it is now, when it was changed after we looked. */
  conflict = $state.raw<View | null>(null);
  sending = $state(false);
  /** The values at the start: what differs from them was written here. */
  readonly base: Values;

  constructor(
    readonly form: FormKind,
    readonly subject: View | null,
    initial: Values,
    /** The version on which this is written. */
    public version: number | null = subject?.version ?? null,
  ) {
    this.base = initial;
    this.values = structuredClone(initial);
  }

  get key(): string {
    return draftKey(this.form, this.subject);
  }

  changed(field: string): boolean {
    return JSON.stringify(this.values[field]) !== JSON.stringify(this.base[field]);
  }

  get touched(): boolean {
    return Object.keys(this.base).some((field) => this.changed(field));
  }
}

function draftKey(form: FormKind, subject: View | null): string {
  return subject ? `${form} ${subject.type} ${subject.id}` : form;
}

/** What was written, as a text under the title of its form. */
export interface KeptText {
  key: string;
  title: string;
  text: string;
  /** Of the title: the page may be switched to another language afterwards. */
  language: string;
}

/** The drafts of one meeting, and which of them lies open in the panel. */
export class Desk {
  /** What was written when the page lost the meeting. */
  kept = $state.raw<readonly KeptText[]>([]);
  #drafts = new SvelteMap<string, Draft>();
  #openKey = $state<string | null>(null);
  /** Becomes another each time a form is asked for, also one that lies open already. */
  asked = $state.raw({});

  get open(): Draft | null {
    return this.#openKey === null ? null : (this.#drafts.get(this.#openKey) ?? null);
  }

  /** Drafts with something written in them that are put aside. */
  get aside(): Draft[] {
    return [...this.#drafts.values()].filter((draft) => draft.key !== this.#openKey && (draft.touched || draft.sending));
  }

  /** Drafts with something written in them. */
  get written(): Draft[] {
    return [...this.#drafts.values()].filter((draft) => draft.touched);
  }

  get unfinished(): boolean {
    return this.written.length > 0 || this.kept.length > 0;
  }

  has(form: FormKind, subject: View | null): boolean {
    return this.#drafts.get(draftKey(form, subject))?.touched ?? false;
  }

  /** Go on with what was begun, or begin. */
  take(form: FormKind, subject: View | null, initial: () => Values): Draft {
    const key = draftKey(form, subject);
    const begun = this.#drafts.get(key);
    const draft = begun && (begun.touched || begun.sending) ? begun : new Draft(form, subject, initial());
    if (draft !== begun) this.#drafts.set(key, draft);
    this.#openKey = key;
    this.asked = {};
    return draft;
  }

  /** Nothing is under way any more: the page that sent it is gone. */
  wakeUp(): void {
    this.#openKey = null;
    for (const draft of this.#drafts.values()) draft.sending = false;
  }

  /** The page loses the meeting. Who may come back finds the drafts as they were; of who may not, the texts remain. */
  keep(texts: readonly KeptText[], mayComeBack: boolean): void {
    for (const text of texts) {
      if (this.kept.some((other) => other.key !== text.key && other.text.includes(text.text))) continue;
      this.kept = [...this.kept.filter(({ key }) => key !== text.key), text];
    }
    if (mayComeBack) return;
    this.#drafts.clear();
    this.#openKey = null;
  }

  /** The meeting is back: what can be sent as it was needs no copy. */
  comeBack(): void {
    if (this.kept.length) this.kept = this.kept.filter(({ key }) => !this.#drafts.has(key));
  }

  forget(text: KeptText): void {
    this.kept = this.kept.filter((each) => each !== text);
  }

  /** Lay this draft open in place of another of its kind. */
  put(draft: Draft): void {
    this.#drafts.set(draft.key, draft);
    this.reopen(draft);
  }

  reopen(draft: Draft): void {
    this.#openKey = draft.key;
    this.asked = {};
  }

  /** Put aside what lies open; what was written stays. */
  close(): void {
    this.#openKey = null;
  }

  discard(draft: Draft): void {
    if (this.#drafts.get(draft.key) === draft) this.#drafts.delete(draft.key);
    if (this.#openKey === draft.key) this.#openKey = null;
  }
}
