import type { Cursors, Entry, Snapshot } from '../api/types';
import { Connection, type ConnectionState, type EndReason, type Hooks } from './connection';
import { sift } from './cursors';
import { FakeWire, HeldClock, settled } from './testing';

const me = { person_id: 1 };

export const snapshotAt = (cursors: Cursors): Snapshot => ({ meeting_id: 7, cursors, me }) as unknown as Snapshot;
const headsAt = (heads: Cursors, meeting_id = 7): unknown => ({ meeting_id, heads, now: '2026-09-21T12:30:00Z' });

/** A connection whose other end, page and clock are the test. */
export class Linked {
  readonly wires: FakeWire[] = [];
  readonly clock = new HeldClock();
  readonly states: ConnectionState[] = [];
  readonly ended: [EndReason, string | undefined][] = [];
  readonly applied: number[] = [];
  present: number[] = [];
  cursors: Cursors | null = null;
  /** How often acts may be sent less how often no more. */
  joined = 0;
  signedIn = true;
  readonly connection: Connection;

  constructor({ quiet = false } = {}) {
    const open = (): FakeWire => {
      this.wires.push(new FakeWire());
      return this.wire();
    };
    this.connection = new Connection(7, this.#hooks(), quiet, open, this.clock);
  }

  wire(): FakeWire {
    return this.wires.at(-1) as FakeWire;
  }

  /** The bodies of every `join` over the newest wire. */
  asked(): Record<string, unknown>[] {
    return this.wire().sent.filter((sent) => sent.event === 'join').map((sent) => sent.body);
  }

  send(...entries: Entry[]): void {
    this.wire().hear('entries', { meeting_id: 7, stream: 'shared', entries });
  }

  hearHeads(cursors: Cursors, meeting_id = 7): void {
    this.wire().hear('heads', headsAt(cursors, meeting_id));
  }

  async connect(cursors: Cursors = { shared: 3 }): Promise<void> {
    this.connection.start();
    this.wire().hear('connect');
    this.wire().last('join').answer({ ok: true, snapshot: snapshotAt(cursors) });
    await settled();
  }

  /** The wire is lost, and the next one connects. */
  async reconnect(): Promise<void> {
    this.wire().hear('disconnect');
    await this.clock.pass(1000);
    this.wire().hear('connect');
  }

  /** The answer to a `join` with cursors. */
  async catchUp(entries: Entry[] = [], more: Record<string, unknown> = {}): Promise<void> {
    this.wire().last('join').answer({ ok: true, entries, heads: {}, present: [], me, ...more });
    await settled();
  }

  #hooks(): Hooks {
    return {
      cursors: () => this.cursors,
      welcome: (who) => who.person_id === me.person_id,
      snapshot: (taken) => (this.cursors = taken.cursors),
      entries: (entries) => {
        if (!this.cursors) return { gap: false };
        const sifted = sift(this.cursors, entries);
        this.cursors = sifted.cursors;
        this.applied.push(...sifted.fresh.map((one) => one.seq));
        return sifted;
      },
      present: (people) => (this.present = people),
      time: () => {},
      chairAway: () => {},
      state: (state) => this.states.push(state),
      ended: ({ reason, refusal, because }) => this.ended.push([reason, refusal?.message ?? because]),
      joined: () => (this.joined += 1),
      lost: () => (this.joined -= 1),
      stillSignedIn: async () => this.signedIn,
    };
  }
}
