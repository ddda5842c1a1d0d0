import { getContext, setContext } from 'svelte';
import { api, type ApiError } from '../../api/client';
import { refusedBy } from '../../api/refusal';
import type { ActName, DecisionView, InvitationView, Me, MeetingView, Permission, Reference, Stand, View } from '../../api/types';
import { type Params, t } from '../../i18n';
import type { ActAnswer } from '../../live/acts';
import type { BoardState } from '../../store/apply';
import type { MeetingStore } from '../../store/meeting.svelte';
import { agencies, agency, may, mayChange, meetingOf } from '../../store/selectors';
import { Desk, Draft, type FormKind, type Values } from './drafts.svelte';
import { elsewhere } from './elsewhere';
import { FORMS } from './forms';
import { said, shortNames } from './words';

const KEY = Symbol('board');

/** What every part of the board shares: the meeting, what is being written, the time. */
export class BoardPage {
  /** The whole reference data; until it came, the part that the snapshot holds is used. */
  full = $state.raw<Reference | null>(null);
  now = $state(Date.now());
  /** How often something of an earlier meeting was seen through on this page. */
  seenThrough = $state(0);
  /** How far the meeting is closed from this page, if it is. */
  closing = $state.raw<'asked' | 'done' | null>(null);
  /** Refusals of acts that were made by a button on a card, by "type:id". */
  refusals = $state.raw<ReadonlyMap<string, ApiError>>(new Map());

  constructor(
    readonly store: MeetingStore,
    readonly desk: Desk = new Desk(),
  ) {}

  /** Only asked for by parts that are shown once the board is there. */
  get board(): BoardState {
    return this.store.board as BoardState;
  }

  get me(): Me {
    return this.store.me as Me;
  }

  get reference() {
    return { sectors: [], milestone_kinds: [], sources: [], ...this.store.reference, ...this.full } as Pick<
      Reference,
      'levels' | 'clocks' | 'escalation_stages' | 'prompts' | 'sectors' | 'milestone_kinds' | 'support_signposts' | 'sources'
    >;
  }

  get meeting(): MeetingView {
    return meetingOf(this.board) as MeetingView;
  }

  get open(): boolean {
    return this.meeting.state === 'open';
  }

  /** A text about what is there or still to come: in the past once the meeting is closed. */
  said(key: string, params?: Params): string {
    return said(key, this.open, params);
  }

  get chairs(): boolean {
    return this.me.can.includes('chair');
  }

  #shorts = $derived.by(() => shortNames(agencies(this.board), this.reference.sectors));

  /** An agency as the chips call it: "Health". */
  short(agencyId: number | null): string {
    return (agencyId === null ? undefined : this.#shorts.get(agencyId)) ?? t('board.another_agency');
  }

  shorts(ids: readonly number[]): string {
    return ids.map((id) => this.short(id)).join(' · ');
  }

  invitation(agencyId: number | null): InvitationView | null {
    return agency(this.board, agencyId);
  }

  may(permission: Permission): boolean {
    return may(this.board, this.me, permission);
  }

  mayChange(permission: Permission, thing: Parameters<typeof mayChange>[3]): boolean {
    return mayChange(this.board, this.me, permission, thing);
  }

  fresh(view: View): boolean {
    return this.store.recent.has(`${view.type}:${view.id}`);
  }

  async loadReference(nation: string): Promise<void> {
    // Without it the board still works: names are longer and milestones plainer.
    this.full = await api.get<Reference>(`/api/reference?nation=${nation}`).catch(() => null);
  }

  write(form: FormKind, subject: View | null = null, preset?: Values): Draft {
    const { meeting, reference } = this;
    return this.desk.take(form, subject, () =>
      FORMS[form].initial({ subject, meeting, reference, ownAgency: this.#ownInvited(), preset }),
    );
  }

  /** Send what was written. It stays in its draft until the server has taken it. */
  async submit(draft: Draft): Promise<void> {
    const form = FORMS[draft.form];
    const sent = JSON.stringify(draft.values);
    draft.sending = true;
    draft.error = null;
    const home = elsewhere(draft.subject)?.meeting_id;
    if (draft.form === 'close') this.closing = 'asked';
    const answer = await this.store.act(form.act(draft), form.data(draft), home);
    if (draft.form === 'close') this.closing = answer.ok ? 'done' : null;
    if (home !== undefined && answer.ok) this.seenThrough += 1;
    draft.sending = false;
    if (answer.ok) {
      if (JSON.stringify(draft.values) !== sent) return;
      const goOn = form.next && this.desk.open === draft;
      this.desk.discard(draft);
      if (goOn && form.next) this.write(form.next);
    } else if (answer.code === 'stale' && answer.current) {
      draft.conflict = answer.current as View;
    } else {
      draft.error = refusedBy(409, answer);
    }
  }

  /** Keep what was written here, over what is there now. */
  async keepMine(draft: Draft): Promise<void> {
    draft.version = draft.conflict?.version ?? draft.version;
    draft.conflict = null;
    await this.submit(draft);
  }

  /** An act by a button: no form, no draft. Its refusal is shown where the button is. */
  async press(act: ActName, data: Record<string, unknown>, place: string): Promise<ActAnswer> {
    this.#setRefusal(place, null);
    const answer = await this.store.act(act, data);
    if (!answer.ok) this.#setRefusal(place, refusedBy(409, answer));
    return answer;
  }

  /** Answer a decision with a stand that needs a reason. A reason begun for another stand is kept. */
  answerWith(decision: DecisionView, stand: Stand): void {
    const draft = this.write('consent', decision, { stand });
    draft.values['stand'] = stand;
  }

  /** Agree to the decision as it is seen here; the panel opens only when the server refuses. */
  async agreeTo(decision: DecisionView): Promise<void> {
    const draft = new Draft('consent', decision, { stand: 'agree', reason: '' });
    await this.submit(draft);
    if (draft.conflict || draft.error) this.desk.put(draft);
  }

  forgetRefusal(place: string): void {
    this.#setRefusal(place, null);
  }

  #setRefusal(place: string, error: ApiError | null): void {
    const next = new Map(this.refusals);
    if (error) next.set(place, error);
    else next.delete(place);
    this.refusals = next;
  }

  #ownInvited(): number | null {
    return this.me.seat_id !== null && this.me.role !== 'facilitator' && this.invitation(this.me.agency_id) ? this.me.agency_id : null;
  }
}

export function shareBoard(page: BoardPage): BoardPage {
  return setContext(KEY, page);
}

export function useBoard(): BoardPage {
  return getContext<BoardPage>(KEY);
}
