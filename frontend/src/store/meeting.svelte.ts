import { api } from '../api/client';
import type { ActName, BoardReference, Cursors, Entry, Me, Session, Snapshot } from '../api/types';
import { type ActAnswer, ActQueue } from '../live/acts';
import { Connection, type ConnectionState, type Ending, type Hooks } from '../live/connection';
import { sift } from '../live/cursors';
import { type SavingWord, SavingSign } from '../live/saving';
import { apply, type BoardState, fromSnapshot } from './apply';

export const HIGHLIGHT_MS = 6000;
const STIR_MS = 60_000;
/** Why there is no board any more: its case was deleted at the end of its time. */
export const DELETED = 'record_deleted';

export type Ended = Ending;

export interface Options {
  /** Whose page it is: nobody else's meeting is taken in. */
  as?: number | undefined;
  /** Called with each entry once it stands on the board. */
  onentry?: (entry: Entry, board: BoardState) => void;
  /** Called before the board goes from the page: the last moment in which it can be read. */
  onleaving?: (ended: Ended) => void;
  /** Wraps each change of the board, so that the page can keep what is being read where it is. */
  around?: (change: () => void) => void;
  connect?: (meetingId: number, hooks: Hooks) => Connection;
  /** Looks on without being anybody's presence: the screen in the room. */
  quiet?: boolean;
}

/** One meeting as this page knows it: the board, who is here, and whether what was done is saved. */
export class MeetingStore {
  board = $state.raw<BoardState | null>(null);
  me = $state.raw<Me | null>(null);
  reference = $state.raw<BoardReference | null>(null);
  present = $state.raw<readonly number[]>([]);
  connection = $state.raw<ConnectionState>('connecting');
  saving = $state.raw<SavingWord>({ kind: 'connecting', unsent: 0 });
  ended = $state.raw<Ended | null>(null);
  /** "type:id" of what changed in the last seconds. */
  recent = $state.raw<ReadonlySet<string>>(new Set());
  /** Since when the chair is on no page of this meeting, by the server's clock; null: here. */
  chairAwaySince = $state.raw<string | null>(null);
  /** Becomes another when something that earlier meetings on the case left has changed. */
  earlier = $state.raw('');
  /** The server's clock less this machine's, in milliseconds. */
  clockAhead = $state.raw(0);

  /** Acts are answered in their order, so with the last all are. */
  #last: Promise<unknown> = Promise.resolve();
  #stirred = Date.now();
  #cannotSave = false;
  #cursors: Cursors | null = null;
  #link: Connection;
  #acts: ActQueue;
  #sign = new SavingSign((word) => (this.saving = word));
  #fading = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    readonly meetingId: number,
    private readonly options: Options = {},
  ) {
    this.#link = (options.connect ?? ((id, hooks) => new Connection(id, hooks, options.quiet)))(meetingId, this.#hooks());
    this.#acts = new ActQueue(
      (body) => this.#link.ask<ActAnswer>('act', { ...body }),
      () => this.#say(),
    );
  }

  get unsent(): number {
    return this.#acts.unsent;
  }

  /** When everything that was done until now has its answer. */
  sent(): Promise<unknown> {
    return this.#last;
  }

  start(): void {
    this.#link.start();
  }

  /** After signing in again: a new snapshot says who we are now. */
  resume(): void {
    this.ended = null;
    this.#link.start({ fresh: true });
  }

  stop(): void {
    this.#link.stop();
    this.#fade();
  }

  /** Another part of the page heard it first: nobody is signed in any more. */
  signedOut(): void {
    if (this.ended?.reason === 'signed_out') return;
    this.#link.stop();
    this.#end({ reason: 'signed_out' });
  }

  wake(): void {
    this.#link.wake();
  }

  /** Somebody is here and reads or types: their session shall not end as idle. Told at most once a minute. */
  stir(): void {
    if (this.connection !== 'live' || Date.now() - this.#stirred < STIR_MS) return;
    this.#stirred = Date.now();
    this.#link.ask('here', {}).catch(() => (this.#stirred = 0));
  }

  /**
   * Done once, however often it must be sent; waits while there is no connection. `elsewhere`: in an earlier meeting,
   * whose entries are not of this board.
   */
  async act(act: ActName, data: Record<string, unknown>, elsewhere?: number): Promise<ActAnswer> {
    const doing = this.#acts.perform(act, data, elsewhere);
    this.#last = doing;
    const answer = await doing;
    if (answer.ok && elsewhere === undefined) this.#receive(answer.entries);
    return answer;
  }

  #hooks(): Hooks {
    return {
      cursors: () => this.#cursors,
      welcome: (me) => this.#welcome(me),
      snapshot: (snapshot) => this.#takeSnapshot(snapshot),
      entries: (entries) => this.#receive(entries),
      present: (people) => (this.present = people),
      time: (now) => this.#setClock(now),
      chairAway: (since) => (this.chairAwaySince = since),
      earlier: (sign) => (this.earlier = sign),
      cannotSave: (so) => {
        this.#cannotSave = so;
        this.#say();
      },
      state: (state) => {
        this.connection = state;
        this.#say();
      },
      ended: (end) => this.#end(end),
      joined: () => this.#acts.open(),
      lost: () => this.#acts.shut(),
      stillSignedIn: async () => (await api.get<Session>('/api/session')).signed_in,
    };
  }

  /** Who may follow the meeting no longer has nothing of it here. Who has only too many pages open may, and keeps it. */
  #end(ended: Ended): void {
    const over = this.me?.role === 'emergency' && ended.reason === 'seat_removed';
    const told: Ended = over ? { reason: 'emergency_over' } : ended;
    if (told.reason !== 'too_many_pages') this.#empty(told);
    this.ended = told;
  }

  #empty(ended: Ended): void {
    if (this.board) this.options.onleaving?.(ended);
    this.#fade();
    this.#cursors = null;
    this.board = null;
    this.reference = null;
    this.present = [];
    this.recent = new Set();
    this.chairAwaySince = null;
    this.earlier = '';
  }

  #fade(): void {
    for (const timer of this.#fading.values()) clearTimeout(timer);
    this.#fading.clear();
  }

  #say(): void {
    this.#sign.update(this.connection, this.unsent, this.#cannotSave || this.#acts.cannotSave);
  }

  /** What waits was done by the person we were: it must not be sent in another's name. */
  #welcome(me: Me): boolean {
    if (me.person_id !== (this.me?.person_id ?? this.options.as ?? me.person_id)) {
      this.#end({ reason: 'signed_out' });
      return false;
    }
    this.me = me;
    return true;
  }

  #takeSnapshot(snapshot: Snapshot): void {
    this.#change(() => {
      this.#cursors = snapshot.cursors;
      this.board = fromSnapshot(snapshot);
      this.reference = snapshot.reference;
      this.present = snapshot.present;
    });
    this.#setClock(snapshot.now);
  }

  #receive(entries: Entry[]): { gap: boolean } {
    if (!this.#cursors || !this.board) return { gap: false };
    const { fresh, cursors, gap } = sift(this.#cursors, entries);
    this.#cursors = cursors;
    if (fresh.length === 0) return { gap };
    const board = fresh.reduce(apply, this.board);
    this.#change(() => (this.board = board));
    for (const entry of fresh) {
      this.#highlight(entry);
      this.options.onentry?.(entry, board);
    }
    return { gap };
  }

  #change(change: () => void): void {
    (this.options.around ?? ((run) => run()))(change);
  }

  #highlight(entry: Entry): void {
    const key = `${entry.subject.type}:${entry.subject.id}`;
    clearTimeout(this.#fading.get(key));
    this.recent = new Set([...this.recent, key]);
    const fade = (): void => {
      this.#fading.delete(key);
      this.recent = new Set([...this.recent].filter((other) => other !== key));
    };
    this.#fading.set(key, setTimeout(fade, HIGHLIGHT_MS));
  }

  #setClock(now: string): void {
    const ahead = Date.parse(now) - Date.now();
    // Small differences are the network's, and would make the time left jump.
    if (Number.isFinite(ahead) && Math.abs(ahead - this.clockAhead) > 1500) this.clockAhead = ahead;
  }
}
