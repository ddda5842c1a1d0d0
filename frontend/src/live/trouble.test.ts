// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest';
import { Linked } from './linked';
import { entry, settled } from './testing';

let at: Linked;

beforeEach(() => {
  at = new Linked();
});

describe('A connection in trouble', () => {
  it('is not live before it has caught up, whatever it hears meanwhile', async () => {
    at.connection.start();
    at.wire().hear('connect');
    at.hearHeads({ shared: 9 });
    at.send(entry(9));
    expect([at.states, at.joined]).toEqual([[], 0]);
    await at.connect({ shared: 9 });
    expect([at.states, at.joined]).toEqual([['live'], 1]);
  });

  it('says so at five seconds, though wires open that then say nothing', async () => {
    await at.connect();
    await at.clock.pass(3500);
    at.wire().hear('connect');
    await at.clock.pass(1499);
    expect(at.states).toEqual(['live']);
    await at.clock.pass(1);
    expect(at.states).toEqual(['live', 'reconnecting']);
    expect(at.asked()).toEqual([{ meeting_id: 7, cursors: { shared: 3 } }]);
  });

  it('asks again over the next wire when one was lost before it was let in', async () => {
    at.connection.start();
    at.wire().hear('connect');
    await at.reconnect();
    expect(at.wires).toHaveLength(2);
    expect(at.asked()).toEqual([{ meeting_id: 7 }]);
  });

  it('is not let in by an answer that came with the end of its wire', async () => {
    await at.connect();
    await at.reconnect();
    at.wire().last('join').answer({ ok: true, entries: [entry(4)], heads: {}, present: [], me: { person_id: 1 } });
    at.wire().hear('disconnect');
    await settled();
    expect([at.applied, at.joined]).toEqual([[], 0]);
  });

  it('opens another when it is told heads and never let in', async () => {
    at.connection.start();
    at.wire().hear('connect');
    for (let second = 0; second < 8; second += 1) {
      at.hearHeads({ shared: 3 });
      await at.clock.pass(1000);
    }
    expect(at.wires).toHaveLength(2);
    expect(at.wires[0]?.closed).toBe(true);
  });

  it('gives up a question that nobody answers, while heads come', async () => {
    await at.connect();
    const failed = expect(at.connection.ask('act', {})).rejects.toThrow('no answer');
    for (let second = 0; second < 7; second += 1) {
      at.hearHeads({ shared: 3 });
      await at.clock.pass(1000);
    }
    await failed;
    expect(at.wires).toHaveLength(1);
  });

  it('comes back soon after it was live, however long that took', async () => {
    at.connection.start();
    for (let second = 0; second < 10; second += 1) {
      if (!at.wire().closed) at.wire().hear('connect_error');
      await at.clock.pass(1000);
    }
    await at.clock.pass(2000);
    at.wire().hear('connect');
    at.wire().last('join').answer({ ok: true, entries: [], heads: {}, present: [], me: { person_id: 1 } });
    await settled();
    const opened = at.wires.length;
    at.wire().hear('disconnect');
    await at.clock.pass(260);
    expect(at.wires).toHaveLength(opened + 1);
  });

  it('does not wait when the page is looked at again after a silence', async () => {
    await at.connect();
    at.connection.wake();
    expect(at.wires).toHaveLength(1);
    await at.clock.pass(3000); // a new wire is open
    await at.clock.pass(1500);
    at.connection.wake();
    expect(at.wires).toHaveLength(3);
    at.connection.wake();
    expect(at.wires).toHaveLength(3);
  });

  it.each([
    ['signed_out', 'signed_out'],
    ['not_found', 'seat_removed'],
    ['meeting_is_closed', 'refused'],
  ] as const)('ends when it is not let in: %s', async (code, reason) => {
    at.connection.start();
    at.wire().hear('connect');
    at.wire().last('join').answer({ ok: false, code, message: 'Not now.' });
    await at.clock.pass(10_000);
    expect([at.ended, at.wires.length]).toEqual([[[reason, 'Not now.']], 1]);
  });

  it.each(['unavailable', 'unexpected'])('tries again when it could not be let in: %s', async (code) => {
    at.connection.start();
    at.wire().hear('connect');
    at.wire().last('join').answer({ ok: false, code, message: 'Not now.' });
    await at.clock.pass(1000);
    expect([at.ended, at.wires.length]).toEqual([[], 2]);
  });

  it('says of a screen in the room that it only looks on', () => {
    at = new Linked({ quiet: true });
    at.connection.start();
    at.wire().hear('connect');
    expect(at.asked()).toEqual([{ meeting_id: 7, quiet: true }]);
  });
});
