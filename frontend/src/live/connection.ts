import { io } from 'socket.io-client';
import { type ApiError, refusedBy } from '../api/refusal';
import type { Cursors, Entry, Me, Refusal, Snapshot } from '../api/types';
import { type Clock, realClock } from './clock';
import { ahead, behind, lost } from './cursors';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'ended';
export type EndReason = 'signed_out' | 'seat_removed' | 'too_many_pages' | 'emergency_over' | 'refused';

export interface Ending {
  reason: EndReason;
  /** Where we were not let in: the server's words for it. */
  refusal?: ApiError;
  /** What the chair said of it. */
  because?: string;
}

/** What is needed of a socket; tests bring their own. */
export interface Wire {
  on(event: string, heard: (body: never) => void): unknown;
  emit(event: string, body: unknown, answered?: (answer: never) => void): unknown;
  close(): unknown;
}

export interface Hooks {
  /** Where we are in each stream; null when nothing was ever received. */
  cursors(): Cursors | null;
  /** As whom we are let in; false when that is not who we were, and nothing more may be taken or sent. */
  welcome(me: Me): boolean;
  snapshot(snapshot: Snapshot): void;
  /** Entries as sent, or as missed; the answer says whether some are still missing in between. */
  entries(entries: Entry[]): { gap: boolean };
  present(people: number[]): void;
  /** The server's clock now. */
  time(now: string): void;
  /** Since when the chair is on no page of this meeting; null: here. */
  chairAway(since: string | null): void;
  /** Whether the server can save nothing just now, though it is there. */
  cannotSave?(so: boolean): void;
  /** Another sign than before: something that earlier meetings on the case left has changed. */
  earlier?(sign: string): void;
  state(state: ConnectionState): void;
  ended(end: Ending): void;
  /** Joined and caught up: acts may be sent. */
  joined(): void;
  lost(): void;
  /** Asked when connecting fails again and again: a server that turns away who is signed out does not say why. */
  stillSignedIn(): Promise<boolean>;
}

type JoinAnswer =
  | { ok: true; snapshot: Snapshot }
  | { ok: true; entries: Entry[]; heads: Cursors; present: number[]; me: Me }
  | Refusal;

interface Heads {
  meeting_id: number;
  heads: Cursors;
  now: string;
  chair_away_since?: string | null;
  earlier?: string;
  cannot_save?: boolean;
}

/** Why the server lets a page follow a meeting no longer; null: none at all. */
interface End {
  meeting_id: number | null;
  reason: string;
  because?: string;
}

/** A head comes each second. */
const SILENCE_BEFORE_NEW_CONNECTION_MS = 3000;
const SILENCE_BEFORE_SAYING_SO_MS = 5000;
const ANSWER_WITHIN_MS = 6000;
const LONGEST_WAIT_MS = 2000;
const SHORTEST_WAIT_MS = 250;
const LOOK_EVERY_MS = 500;
/** Refusals of `join` that pass by themselves. */
const PASSING = new Set(['unavailable', 'unexpected']);

/** Who is put aside for newer pages of their own stays away until they say so: the pages would take turns for ever. */
function isFinal(reason: string): reason is 'signed_out' | 'seat_removed' | 'too_many_pages' | 'emergency_over' {
  return ['signed_out', 'seat_removed', 'too_many_pages', 'emergency_over'].includes(reason);
}

/** What stands before several workers lets those of one meeting meet at one of them. */
function openWire(meetingId: number): Wire {
  return io({
    path: '/socket.io',
    query: { meeting: meetingId },
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnection: false,
    forceNew: true,
    timeout: 5000,
  });
}

/** One meeting's line to the server: it joins, catches up, notices silence and opens itself again until told to stop. */
export class Connection {
  #wire: Wire | null = null;
  #state: ConnectionState = 'connecting';
  #heardAt = 0;
  #openedAt = 0;
  #joined = false;
  #joining = false;
  #fresh = false;
  #failures = 0;
  #unanswered = new Set<(why: Error) => void>();
  #cancelOpening: () => void = () => {};
  #cancelWatch: () => void = () => {};

  constructor(
    private readonly meetingId: number,
    private readonly hooks: Hooks,
    private readonly quiet = false,
    private readonly open: (meetingId: number) => Wire = openWire,
    private readonly clock: Clock = realClock,
  ) {}

  /** `fresh`: take the whole meeting again, not only what was missed. */
  start({ fresh = false } = {}): void {
    this.stop();
    this.#fresh = fresh;
    this.#heardAt = this.clock.now();
    this.#setState('connecting');
    this.#cancelWatch = this.clock.every(LOOK_EVERY_MS, () => this.#look());
    this.#openNow();
  }

  stop(): void {
    this.#cancelWatch();
    this.#drop();
  }

  /** The network says it is back, or the page is looked at again: do not wait for the next attempt. */
  wake(): void {
    if (this.#state === 'ended' || this.#silence() < SILENCE_BEFORE_NEW_CONNECTION_MS) return;
    if (this.clock.now() - this.#openedAt > 1000) this.#openNow();
  }

  /** Ask and wait for the answer; rejects when the connection breaks first or nothing comes in time. */
  ask<Answer>(event: string, body: Record<string, unknown>): Promise<Answer> {
    const wire = this.#wire;
    if (!wire) return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => {
      const settle = (done: () => void): void => {
        cancel();
        this.#unanswered.delete(fail);
        done();
      };
      const fail = (why: Error): void => settle(() => reject(why));
      const cancel = this.clock.after(ANSWER_WITHIN_MS, () => fail(new Error('no answer')));
      this.#unanswered.add(fail);
      wire.emit(event, { meeting_id: this.meetingId, ...body }, (answer: Answer) => settle(() => resolve(answer)));
    });
  }

  #openNow(): void {
    this.#drop();
    this.#openedAt = this.clock.now();
    const wire = this.open(this.meetingId);
    this.#wire = wire;
    const on = <Body>(event: string, heard: (body: Body) => void): void => {
      wire.on(event, (body: Body) => {
        if (this.#wire === wire) heard(body);
      });
    };
    on('connect', () => void this.#join());
    on('connect_error', () => void this.#turnedAway());
    on('disconnect', () => this.#openLater());
    on<{ meeting_id: number; entries: Entry[] }>('entries', (sent) => this.#receive(sent));
    on<Heads>('heads', (sent) => this.#hearHeads(sent));
    on<{ meeting_id: number; present: number[] }>('presence', (sent) => {
      if (sent.meeting_id === this.meetingId) this.hooks.present(sent.present);
    });
    on<End>('ended', (sent) => this.#hearEnd(sent));
  }

  async #join(): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    const wire = this.#wire;
    const cursors = this.#fresh ? null : this.hooks.cursors();
    let answer: JoinAnswer;
    try {
      answer = await this.ask<JoinAnswer>('join', { ...(cursors ? { cursors } : {}), ...(this.quiet ? { quiet: true } : {}) });
    } catch {
      if (this.#wire === wire) this.#openLater();
      return;
    }
    if (this.#wire !== wire) return;
    this.#joining = false;
    if (!answer.ok) return this.#refused(answer);
    if (!this.hooks.welcome('snapshot' in answer ? answer.snapshot.me : answer.me)) {
      this.stop();
      this.#setState('ended');
      return;
    }
    this.#failures = 0;
    this.#heard();
    if ('snapshot' in answer) {
      this.#fresh = false;
      this.hooks.snapshot(answer.snapshot);
    } else {
      this.hooks.present(answer.present);
      this.hooks.entries(answer.entries);
    }
    this.#setState('live');
    if (!this.#joined) {
      this.#joined = true;
      this.hooks.joined();
    }
  }

  #receive(sent: { meeting_id: number; entries: Entry[] }): void {
    if (sent.meeting_id !== this.meetingId) return;
    this.#heard();
    if (this.hooks.entries(sent.entries).gap) void this.#join();
  }

  #hearHeads(sent: Heads): void {
    if (sent.meeting_id !== this.meetingId) return;
    this.#heard();
    this.hooks.time(sent.now);
    this.hooks.chairAway(sent.chair_away_since ?? null);
    this.hooks.earlier?.(sent.earlier ?? '');
    this.hooks.cannotSave?.(sent.cannot_save ?? false);
    const cursors = this.hooks.cursors();
    if (!cursors) return;
    if (ahead(cursors, sent.heads) || lost(cursors, sent.heads)) this.#fresh = true;
    if (this.#fresh || behind(cursors, sent.heads)) void this.#join();
  }

  #hearEnd(sent: End): void {
    if (sent.meeting_id !== null && sent.meeting_id !== this.meetingId) return;
    if (isFinal(sent.reason)) {
      this.#end({ reason: sent.reason, because: sent.because });
      return;
    }
    // Another seat reads other things: the whole meeting again, as it is seen from there.
    if (sent.reason === 'seat_changed') this.#fresh = true;
    this.#openLater();
  }

  #refused(refusal: Refusal): void {
    if (refusal.code === 'too_fast') {
      this.#cancelOpening = this.clock.after((refusal.retry_after ?? 1) * 1000, () => void this.#join());
      return;
    }
    if (PASSING.has(refusal.code)) return this.#openLater();
    const reason = refusal.code === 'signed_out' ? 'signed_out' : refusal.code === 'not_found' ? 'seat_removed' : 'refused';
    this.#end({ reason, refusal: refusedBy(409, refusal) });
  }

  #end(end: Ending): void {
    this.stop();
    this.#setState('ended');
    this.hooks.ended(end);
  }

  async #turnedAway(): Promise<void> {
    this.#openLater();
    if (this.#failures % 3 !== 2) return;
    const signedIn = await this.hooks.stillSignedIn().catch(() => true);
    if (!signedIn && !this.#wire && this.#state !== 'ended') this.#end({ reason: 'signed_out' });
  }

  #openLater(): void {
    this.#drop();
    const wait = Math.min(SHORTEST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    this.#failures += 1;
    // Spread out, so that a whole meeting does not come back in the same instant.
    this.#cancelOpening = this.clock.after(wait * (0.75 + Math.random() / 4), () => this.#openNow());
  }

  #look(): void {
    const silence = this.#silence();
    if (silence >= SILENCE_BEFORE_SAYING_SO_MS) this.#setState('reconnecting');
    const tried = this.clock.now() - this.#openedAt;
    if (silence >= SILENCE_BEFORE_NEW_CONNECTION_MS && this.#wire && tried >= SILENCE_BEFORE_NEW_CONNECTION_MS) {
      this.#openNow();
    }
  }

  #drop(): void {
    this.#cancelOpening();
    const wire = this.#wire;
    this.#wire = null;
    this.#joining = false;
    if (this.#joined) {
      this.#joined = false;
      this.hooks.lost();
    }
    for (const fail of [...this.#unanswered]) fail(new Error('connection lost'));
    wire?.close();
  }

  #heard(): void {
    this.#heardAt = this.clock.now();
    if (this.#joined) this.#setState('live');
  }

  #silence(): number {
    return this.clock.now() - this.#heardAt;
  }

  #setState(next: ConnectionState): void {
    if (next === this.#state) return;
    this.#state = next;
    this.hooks.state(next);
  }
}
