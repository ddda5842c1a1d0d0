// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest';
import { Linked, snapshotAt } from './linked';
import { entry, settled } from './testing';

let at: Linked;

beforeEach(() => {
  at = new Linked();
});

describe('Connection', () => {
  it('joins, takes the snapshot and is live', async () => {
    await at.connect();
    expect(at.wire().last('join').body).toEqual({ meeting_id: 7 });
    expect(at.states).toEqual(['live']);
    expect(at.joined).toBe(1);
    at.send(entry(4));
    expect(at.applied).toEqual([4]);
  });

  it('asks for what is missing when it sees a gap', async () => {
    await at.connect();
    at.send(entry(5));
    expect(at.wire().last('join').body).toEqual({ meeting_id: 7, cursors: { shared: 3 } });
    await at.catchUp([entry(4), entry(5)]);
    expect(at.applied).toEqual([4, 5]);
    expect(at.joined).toBe(1);
  });

  it('asks when a head shows that it is behind, once at a time', async () => {
    await at.connect();
    at.hearHeads({ shared: 4 });
    at.hearHeads({ shared: 5 });
    expect(at.asked()).toEqual([{ meeting_id: 7 }, { meeting_id: 7, cursors: { shared: 3 } }]);
  });

  it.each([
    ['the server knows less than we do', { shared: 9 }, { shared: 4 }],
    ['a stream is no longer ours to read', { shared: 3, 'point:4': 1 }, { shared: 3 }],
  ])('takes the whole meeting again when %s', async (_, held, heads) => {
    await at.connect(held);
    at.hearHeads(heads);
    expect(at.asked()).toEqual([{ meeting_id: 7 }, { meeting_id: 7 }]);
    at.wire().last('join').answer({ ok: true, snapshot: snapshotAt(heads) });
    await settled();
    at.send(entry(heads.shared + 2));
    expect(at.asked()[2]).toEqual({ meeting_id: 7, cursors: heads });
  });

  it('opens a new connection after three silent seconds and says so at five', async () => {
    await at.connect();
    await at.clock.pass(2999);
    expect(at.wires).toHaveLength(1);
    await at.clock.pass(1);
    expect(at.wires).toHaveLength(2);
    expect(at.wires[0]?.closed).toBe(true);
    expect(at.joined).toBe(0);
    await at.clock.pass(1999);
    expect(at.states).toEqual(['live']);
    await at.clock.pass(1);
    expect(at.states).toEqual(['live', 'reconnecting']);
    at.wire().hear('connect');
    expect(at.wire().last('join').body).toEqual({ meeting_id: 7, cursors: { shared: 3 } });
    await at.catchUp([entry(4)]);
    expect(at.states).toEqual(['live', 'reconnecting', 'live']);
    expect(at.applied).toEqual([4]);
    expect(at.joined).toBe(1);
  });

  it('stays on one connection while heads come', async () => {
    await at.connect();
    for (let second = 0; second < 20; second += 1) {
      await at.clock.pass(1000);
      at.hearHeads({ shared: 3 });
    }
    expect(at.wires).toHaveLength(1);
    expect(at.states).toEqual(['live']);
  });

  it('keeps trying while the server cannot be reached, at most three seconds apart', async () => {
    at.connection.start();
    for (let second = 0; second < 40; second += 1) {
      if (!at.wire().closed) at.wire().hear('connect_error');
      await at.clock.pass(1000);
    }
    expect(at.wires.length).toBeGreaterThan(12);
    expect(at.states).toEqual(['reconnecting']);
    expect(at.ended).toEqual([]);
  });

  it('ends when the server turns it away because nobody is signed in', async () => {
    at.signedIn = false;
    at.connection.start();
    for (let second = 0; second < 4; second += 1) {
      if (!at.wire().closed) at.wire().hear('connect_error');
      await at.clock.pass(1000);
    }
    expect(at.ended).toEqual([['signed_out', undefined]]);
    const opened = at.wires.length;
    await at.clock.pass(10_000);
    expect(at.wires).toHaveLength(opened);
  });

  it('ends, and tells why, when the seat is removed', async () => {
    await at.connect();
    at.wire().hear('ended', { meeting_id: 7, reason: 'seat_removed', message: 'Your seat was removed.', because: 'Another colleague comes.' });
    expect(at.ended).toEqual([['seat_removed', 'Another colleague comes.']]);
    await at.clock.pass(10_000);
    at.connection.wake();
    expect(at.states).toEqual(['live', 'ended']);
    expect(at.wires).toHaveLength(1);
  });

  it('takes the whole meeting again when the seat has become another', async () => {
    await at.connect();
    at.wire().hear('ended', { meeting_id: 7, reason: 'seat_changed', message: '' });
    await at.clock.pass(1000);
    at.wire().hear('connect');
    expect(at.asked()).toEqual([{ meeting_id: 7 }]);
    expect(at.ended).toEqual([]);
  });

  it('comes back by itself when it was too slow', async () => {
    await at.connect();
    at.wire().hear('ended', { meeting_id: 7, reason: 'too_slow', message: '' });
    await at.clock.pass(1000);
    expect(at.wires).toHaveLength(2);
    expect(at.ended).toEqual([]);
  });

  it('stays away once it is put aside for newer pages of the same person', async () => {
    await at.connect();
    at.wire().hear('ended', { meeting_id: null, reason: 'too_many_pages', message: 'Close some.' });
    at.wire().hear('disconnect');
    await at.clock.pass(10_000);
    expect(at.ended).toEqual([['too_many_pages', undefined]]);
    expect(at.wires).toHaveLength(1);
  });

  it('waits as long as it is told when it joined too often, over the same connection', async () => {
    at.connection.start();
    at.wire().hear('connect');
    at.wire().last('join').answer({ ok: false, code: 'too_fast', message: 'Wait.', retry_after: 1.2 });
    await settled();
    await at.clock.pass(1100);
    expect(at.wire().sent).toHaveLength(1);
    await at.clock.pass(200);
    expect(at.wire().sent.map((each) => each.event)).toEqual(['join', 'join']);
    expect(at.wires).toHaveLength(1);
    expect(at.ended).toEqual([]);
  });

  it('takes a snapshot in place of what it missed when that is how it is answered', async () => {
    await at.connect();
    await at.reconnect();
    expect(at.wire().last('join').body).toMatchObject({ cursors: { shared: 3 } });
    at.wire().last('join').answer({ ok: true, snapshot: snapshotAt({ shared: 900 }) });
    await settled();
    expect([at.cursors, at.states.at(-1), at.joined]).toEqual([{ shared: 900 }, 'live', 1]);
  });

  it('leaves the other meetings of the same person alone', async () => {
    await at.connect();
    at.wire().hear('ended', { meeting_id: 8, reason: 'seat_removed', message: '' });
    at.wire().hear('entries', { meeting_id: 8, stream: 'shared', entries: [entry(4, { meeting_id: 8 })] });
    at.wire().hear('presence', { meeting_id: 8, present: [4] });
    for (let second = 0; second < 4; second += 1) {
      at.hearHeads({ shared: 9 }, 8);
      await at.clock.pass(1000);
    }
    expect(at.ended).toEqual([]);
    expect(at.applied).toEqual([]);
    expect(at.present).toEqual([]);
    expect(at.wires).toHaveLength(2); // of our own meeting nothing was heard
    expect(at.wires[0]?.sent.map((sent) => sent.event)).toEqual(['join']);
  });

  it('gives up an unanswered question when the connection breaks', async () => {
    await at.connect();
    const answer = at.connection.ask('act', {});
    const failed = expect(answer).rejects.toThrow('connection lost');
    at.wire().hear('disconnect');
    await failed;
  });

  it('starts afresh after signing in again', async () => {
    await at.connect();
    at.connection.start({ fresh: true });
    at.wire().hear('connect');
    expect(at.wire().last('join').body).toEqual({ meeting_id: 7 });
  });

  it('sends nothing once somebody else has signed in', async () => {
    await at.connect();
    await at.reconnect();
    await at.catchUp([entry(4)], { me: { person_id: 2 } });
    expect([at.joined, at.applied, at.states.at(-1)]).toEqual([0, [], 'ended']);
    await at.clock.pass(10_000);
    expect(at.wires).toHaveLength(2);
  });

  it('is not disturbed by what an old connection still says', async () => {
    await at.connect();
    const old = at.wire();
    await at.clock.pass(3500);
    old.hear('disconnect');
    old.hear('entries', { meeting_id: 7, stream: 'shared', entries: [entry(4)] });
    expect(at.applied).toEqual([]);
    expect(at.wires).toHaveLength(2);
  });
});
