// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest';
import type { Cursors, Entry, Snapshot } from '../api/types';
import { Connection, type ConnectionState, type EndReason } from './connection';
import { sift } from './cursors';
import { entry, FakeWire, HeldClock, settled } from './testing';

const me = { person_id: 1 };
const snapshot = (shared: number): Snapshot => ({ meeting_id: 7, cursors: { shared }, me }) as unknown as Snapshot;

let wires: FakeWire[];
let clock: HeldClock;
let cursors: Cursors | null;
let applied: number[];
let states: ConnectionState[];
let ended: [EndReason, string | undefined][];
let joined: number;
let signedIn: boolean;
let connection: Connection;

const wire = (): FakeWire => wires.at(-1) as FakeWire;
const heads = (shared: number): unknown => ({ meeting_id: 7, heads: { shared }, now: '2026-09-21T12:30:00Z' });
const send = (...entries: Entry[]): void => wire().hear('entries', { meeting_id: 7, stream: 'shared', entries });

async function connect(at = 3): Promise<void> {
  connection.start();
  wire().hear('connect');
  wire().last('join').answer({ ok: true, snapshot: snapshot(at) });
  await settled();
}

beforeEach(() => {
  wires = [];
  clock = new HeldClock();
  cursors = null;
  applied = [];
  states = [];
  ended = [];
  joined = 0;
  signedIn = true;
  connection = new Connection(
    7,
    {
      cursors: () => cursors,
      welcome: (who) => who.person_id === 1,
      snapshot: (taken) => {
        cursors = taken.cursors;
      },
      entries: (entries) => {
        if (!cursors) return { gap: false };
        const sifted = sift(cursors, entries);
        cursors = sifted.cursors;
        applied.push(...sifted.fresh.map((one) => one.seq));
        return sifted;
      },
      present: () => {},
      time: () => {},
      chairAway: () => {},
      state: (state) => states.push(state),
      ended: ({ reason, refusal, because }) => ended.push([reason, refusal?.message ?? because]),
      joined: () => {
        joined += 1;
      },
      lost: () => {
        joined -= 1;
      },
      stillSignedIn: async () => signedIn,
    },
    false,
    () => {
      wires.push(new FakeWire());
      return wire();
    },
    clock,
  );
});

describe('Connection', () => {
  it('joins, takes the snapshot and is live', async () => {
    await connect();
    expect(wire().last('join').body).toEqual({ meeting_id: 7 });
    expect(states).toEqual(['live']);
    expect(joined).toBe(1);
    send(entry(4));
    expect(applied).toEqual([4]);
  });

  it('asks for what is missing when it sees a gap', async () => {
    await connect();
    send(entry(5));
    expect(wire().last('join').body).toEqual({ meeting_id: 7, cursors: { shared: 3 } });
    wire().last('join').answer({ ok: true, entries: [entry(4), entry(5)], heads: { shared: 5 }, present: [], me });
    await settled();
    expect(applied).toEqual([4, 5]);
  });

  it('asks when a head shows that it is behind, once at a time', async () => {
    await connect();
    wire().hear('heads', heads(4));
    wire().hear('heads', heads(5));
    expect(wire().sent.filter((sent) => sent.event === 'join')).toHaveLength(2);
  });

  it('takes the whole meeting again when the server knows less than we do', async () => {
    await connect(9);
    wire().hear('heads', heads(4));
    expect(wire().last('join').body).toEqual({ meeting_id: 7 });
  });

  it('opens a new connection after three silent seconds and says so at five', async () => {
    await connect();
    await clock.pass(3500);
    expect(wires).toHaveLength(2);
    expect(wires[0]?.closed).toBe(true);
    expect(states).toEqual(['live']);
    expect(joined).toBe(0);
    await clock.pass(2000);
    expect(states).toEqual(['live', 'reconnecting']);
    wire().hear('connect');
    expect(wire().last('join').body).toEqual({ meeting_id: 7, cursors: { shared: 3 } });
    wire().last('join').answer({ ok: true, entries: [entry(4)], heads: { shared: 4 }, present: [], me });
    await settled();
    expect(states).toEqual(['live', 'reconnecting', 'live']);
    expect(applied).toEqual([4]);
    expect(joined).toBe(1);
  });

  it('stays on one connection while heads come', async () => {
    await connect();
    for (let second = 0; second < 20; second += 1) {
      await clock.pass(1000);
      wire().hear('heads', heads(3));
    }
    expect(wires).toHaveLength(1);
    expect(states).toEqual(['live']);
  });

  it('keeps trying while the server cannot be reached, at most three seconds apart', async () => {
    connection.start();
    for (let second = 0; second < 40; second += 1) {
      if (!wire().closed) wire().hear('connect_error');
      await clock.pass(1000);
    }
    expect(wires.length).toBeGreaterThan(12);
    expect(states).toEqual(['reconnecting']);
    expect(ended).toEqual([]);
  });

  it('ends when the server turns it away because nobody is signed in', async () => {
    signedIn = false;
    connection.start();
    for (let second = 0; second < 4; second += 1) {
      if (!wire().closed) wire().hear('connect_error');
      await clock.pass(1000);
    }
    expect(ended).toEqual([['signed_out', undefined]]);
    const opened = wires.length;
    await clock.pass(10_000);
    expect(wires).toHaveLength(opened);
  });

  it('ends, and tells why, when the seat is removed', async () => {
    await connect();
    wire().hear('ended', { meeting_id: 7, reason: 'seat_removed', message: 'Your seat was removed.', because: 'Another colleague comes.' });
    expect(ended).toEqual([['seat_removed', 'Another colleague comes.']]);
    expect(states.at(-1)).toBe('ended');
    await clock.pass(10_000);
    expect(wires).toHaveLength(1);
  });

  it('comes back by itself when it was too slow', async () => {
    await connect();
    wire().hear('ended', { meeting_id: 7, reason: 'too_slow', message: '' });
    await clock.pass(1000);
    expect(wires).toHaveLength(2);
    expect(ended).toEqual([]);
  });

  it('stays away once it is put aside for newer pages of the same person', async () => {
    await connect();
    wire().hear('ended', { meeting_id: null, reason: 'too_many_pages', message: 'Close some.' });
    wire().hear('disconnect');
    await clock.pass(10_000);
    expect(ended).toEqual([['too_many_pages', undefined]]);
    expect(wires).toHaveLength(1);
  });

  it('waits as long as it is told when it joined too often, over the same connection', async () => {
    connection.start();
    wire().hear('connect');
    wire().last('join').answer({ ok: false, code: 'too_fast', message: 'Wait.', retry_after: 1.2 });
    await settled();
    await clock.pass(1100);
    expect(wire().sent).toHaveLength(1);
    await clock.pass(200);
    expect(wire().sent.map((each) => each.event)).toEqual(['join', 'join']);
    expect(wires).toHaveLength(1);
    expect(ended).toEqual([]);
  });

  it('takes a snapshot in place of what it missed when that is how it is answered', async () => {
    await connect();
    wire().hear('disconnect');
    await clock.pass(1000);
    wire().hear('connect');
    expect(wire().last('join').body).toMatchObject({ cursors: { shared: 3 } });
    wire().last('join').answer({ ok: true, snapshot: snapshot(900) });
    await settled();
    expect([cursors, states.at(-1), joined]).toEqual([{ shared: 900 }, 'live', 1]);
  });

  it('leaves the other meetings of the same person alone', async () => {
    await connect();
    wire().hear('ended', { meeting_id: 8, reason: 'seat_removed', message: '' });
    wire().hear('entries', { meeting_id: 8, stream: 'shared', entries: [entry(4, { meeting_id: 8 })] });
    expect(ended).toEqual([]);
    expect(applied).toEqual([]);
  });

  it('gives up an unanswered question when the connection breaks', async () => {
    await connect();
    const answer = connection.ask('act', {});
    const failed = expect(answer).rejects.toThrow('connection lost');
    wire().hear('disconnect');
    await failed;
  });

  it('starts afresh after signing in again', async () => {
    await connect();
    connection.start({ fresh: true });
    wire().hear('connect');
    expect(wire().last('join').body).toEqual({ meeting_id: 7 });
  });

  it('sends nothing once somebody else has signed in', async () => {
    await connect();
    wire().hear('disconnect');
    await clock.pass(1000);
    wire().hear('connect');
    wire().last('join').answer({ ok: true, entries: [entry(4)], heads: { shared: 4 }, present: [], me: { person_id: 2 } });
    await settled();
    expect([joined, applied, states.at(-1)]).toEqual([0, [], 'ended']);
    await clock.pass(10_000);
    expect(wires).toHaveLength(2);
  });

  it('is not disturbed by what an old connection still says', async () => {
    await connect();
    const old = wire();
    await clock.pass(3500);
    old.hear('disconnect');
    old.hear('entries', { meeting_id: 7, stream: 'shared', entries: [entry(4)] });
    expect(applied).toEqual([]);
    expect(wires).toHaveLength(2);
  });
});
