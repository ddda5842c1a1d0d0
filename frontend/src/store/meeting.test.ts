// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../api/types';
import type { Connection, Hooks } from '../live/connection';
import { entry } from '../live/testing';
import { all } from './apply';
import { HIGHLIGHT_MS, MeetingStore } from './meeting.svelte';
import { reflection, snapshot } from './testing';

let hooks: Hooks;
let asked: { event: string; body: Record<string, unknown>; answer: (answer: unknown) => void }[];
let told: Entry[];

function store(): MeetingStore {
  const link = {
    start: () => {},
    stop: () => {},
    wake: () => {},
    ask: (event: string, body: Record<string, unknown>) =>
      new Promise((answer) => asked.push({ event, body, answer })),
  };
  return new MeetingStore(7, {
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
    hooks.entries([added(21)]);
    expect(texts(meeting)).toEqual(['Reflection 21']);
    expect(meeting.board?.activity).toHaveLength(1);
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

  it('sends nothing in the name of somebody else who signs in', () => {
    const meeting = store();
    begin();
    void meeting.act('add_reflection', { prompt: 'analysis', text: 'Mine' });
    hooks.ended({ reason: 'signed_out' });
    expect(meeting.ended).toMatchObject({ reason: 'signed_out' });
    meeting.resume();
    expect(hooks.welcome(snapshot({}, { person_id: 99 }).me)).toBe(false);
    expect(meeting.ended).toMatchObject({ reason: 'another_person' });
    expect(asked).toEqual([]);
    expect(meeting.unsent).toBe(1);
  });
});
