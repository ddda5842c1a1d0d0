// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../api/types';
import type { Connection, Hooks } from '../live/connection';
import { entry } from '../live/testing';
import { all } from './apply';
import { HIGHLIGHT_MS, MeetingStore, type Options } from './meeting.svelte';
import { reflection, snapshot } from './testing';

let hooks: Hooks;
let asked: { event: string; body: Record<string, unknown>; answer: (answer: unknown) => void }[];
let told: Entry[];
let linked: string[];
let fails: boolean;

function store(options: Pick<Options, 'around'> = {}): MeetingStore {
  const link = {
    start: (how?: { fresh?: boolean }) => linked.push(how?.fresh ? 'start afresh' : 'start'),
    stop: () => linked.push('stop'),
    wake: () => {},
    ask: (event: string, body: Record<string, unknown>) =>
      new Promise((answer, reject) => {
        asked.push({ event, body, answer });
        if (fails) reject(new Error('gone'));
      }),
  };
  return new MeetingStore(7, {
    ...options,
    onentry: (heard) => told.push(heard),
    connect: (_, given) => {
      hooks = given;
      return link as unknown as Connection;
    },
  });
}

function begin(): void {
  const taken = snapshot();
  expect(hooks.welcome(taken.me)).toBe(true);
  hooks.snapshot(taken);
}

const added = (seq: number) => entry(seq, { subject: reflection(seq) });
const texts = (of: MeetingStore) => (of.board ? all(of.board, 'reflection').map((each) => each.text) : null);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  told = [];
  linked = [];
  fails = false;
});
afterEach(() => vi.useRealTimers());

describe('MeetingStore', () => {
  it('takes a snapshot, then what follows it, once', () => {
    const meeting = store();
    expect(hooks.entries([added(21)])).toEqual({ gap: false });
    begin();
    expect(hooks.entries([added(21), added(21), added(22)])).toEqual({ gap: false });
    expect(texts(meeting)).toEqual(['Reflection 21', 'Reflection 22']);
    expect(told.map((heard) => heard.seq)).toEqual([21, 22]);
    expect(hooks.entries([added(24)])).toEqual({ gap: true });
    expect(hooks.cursors()).toEqual({ shared: 22 });
  });

  it('shows what an act made as soon as it is answered, and not again when it is told to all', async () => {
    const meeting = store();
    begin();
    hooks.joined();
    const done = meeting.act('add_reflection', { prompt: 'analysis', text: 'Reflection 21' });
    expect(meeting.saving).toEqual({ kind: 'saving', unsent: 1 });
    asked[0]?.answer({ ok: true, entries: [added(21)] });
    await done;
    expect(texts(meeting)).toEqual(['Reflection 21']);
    hooks.entries([added(21)]);
    expect(texts(meeting)).toEqual(['Reflection 21']);
    expect(meeting.board?.activity).toHaveLength(1);
  });

  it('keeps from the board what an act made in an earlier meeting', async () => {
    const meeting = store();
    begin();
    hooks.joined();
    const done = meeting.act('escalate_disagreement', {}, 6);
    expect(asked[0]?.body).toMatchObject({ act: 'escalate_disagreement', meeting_id: 6 });
    asked[0]?.answer({ ok: true, entries: [added(21)] });
    await done;
    expect([texts(meeting), hooks.cursors()]).toEqual([[], { shared: 20 }]);
  });

  it('sends nothing while there is no connection, and says how it stands', async () => {
    const meeting = store();
    begin();
    hooks.joined();
    hooks.state('live');
    expect(meeting.saving.kind).toBe('saved');
    hooks.lost();
    void meeting.act('add_reflection', { prompt: 'analysis', text: 'Kept' });
    expect([asked, meeting.saving]).toEqual([[], { kind: 'saving', unsent: 1 }]);
    hooks.state('reconnecting');
    expect(meeting.saving).toEqual({ kind: 'reconnecting', unsent: 1 });
    hooks.joined();
    hooks.state('live');
    asked[0]?.answer({ ok: false, code: 'unavailable', message: 'Wait.' });
    await vi.advanceTimersByTimeAsync(10);
    expect(meeting.saving).toEqual({ kind: 'cannot_save', unsent: 1 });
  });

  it('changes the board by way of who keeps what is read in its place', () => {
    const changes: number[] = [];
    const meeting = store({
      around: (change) => {
        change();
        changes.push(texts(meeting)?.length ?? -1);
      },
    });
    begin();
    hooks.entries([added(21)]);
    hooks.entries([added(21)]);
    expect(changes).toEqual([0, 1]);
  });

  it('says at most once a minute that somebody is here, and again when that was not heard', async () => {
    const meeting = store();
    begin();
    hooks.state('live');
    const stir = async (ms: number): Promise<number> => {
      await vi.advanceTimersByTimeAsync(ms);
      meeting.stir();
      return asked.filter((each) => each.event === 'here').length;
    };
    expect(await stir(59_000)).toBe(0);
    expect(await stir(1_000)).toBe(1);
    expect(await stir(59_000)).toBe(1);
    fails = true;
    expect(await stir(1_000)).toBe(2);
    expect(await stir(1_000)).toBe(3);
    hooks.state('reconnecting');
    expect(await stir(61_000)).toBe(3);
  });

  it('highlights what changed for some seconds', () => {
    const meeting = store();
    begin();
    hooks.entries([added(21)]);
    expect([...meeting.recent]).toEqual(['reflection:21']);
    vi.advanceTimersByTime(HIGHLIGHT_MS);
    expect(meeting.recent.size).toBe(0);
  });

  it('has nothing of a meeting that it may follow no longer', () => {
    const meeting = store();
    begin();
    hooks.entries([added(21)]);
    hooks.chairAway('2026-09-21T12:31:00Z');
    hooks.ended({ reason: 'seat_removed', because: 'Somebody else comes.' });
    expect(meeting.ended).toMatchObject({ reason: 'seat_removed', because: 'Somebody else comes.' });
    expect(JSON.stringify([meeting.board, meeting.reference, meeting.present, [...meeting.recent], meeting.chairAwaySince, hooks.cursors()])).toBe(
      '[null,null,[],[],null,null]',
    );
  });

  it('keeps a meeting that is open on too many pages, and says that an emergency is over as that', () => {
    const meeting = store();
    begin();
    hooks.ended({ reason: 'too_many_pages' });
    expect(texts(meeting)).toEqual([]);
    hooks.welcome(snapshot({}, { role: 'emergency' }).me);
    hooks.ended({ reason: 'seat_removed' });
    expect([meeting.ended?.reason, meeting.board]).toEqual(['emergency_over', null]);
  });

  it('lets go of the connection when nobody is signed in any more, once, and begins anew afterwards', () => {
    const meeting = store();
    meeting.start();
    begin();
    meeting.signedOut();
    meeting.signedOut();
    expect([linked, meeting.ended?.reason, meeting.board]).toEqual([['start', 'stop'], 'signed_out', null]);
    meeting.resume();
    expect([linked.at(-1), meeting.ended]).toEqual(['start afresh', null]);
  });

  it('sends nothing in the name of somebody else who signs in', () => {
    const meeting = store();
    begin();
    void meeting.act('add_reflection', { prompt: 'analysis', text: 'Mine' });
    hooks.ended({ reason: 'signed_out' });
    expect(meeting.ended).toMatchObject({ reason: 'signed_out' });
    meeting.resume();
    expect(hooks.welcome(snapshot({}, { person_id: 99 }).me)).toBe(false);
    expect(meeting.ended).toMatchObject({ reason: 'signed_out' });
    expect(asked).toEqual([]);
    expect(meeting.unsent).toBe(1);
  });
});
