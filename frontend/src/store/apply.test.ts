// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Entry, Snapshot, View } from '../api/types';
import { ACTIVITY_KEPT, all, apply, type BoardState, fromSnapshot, one } from './apply';

const empty = { views: {}, activity: [] } as unknown as Snapshot;

function reflection(id: number, version: number, text: string): View {
  return { type: 'reflection', id, version, prompt: 'analysis', text, withdrawn: false } as unknown as View;
}

let seq = 0;
function entry(subject: Entry['subject'], kind: Entry['kind'] = 'reflection_added'): Entry {
  seq += 1;
  const by = { person_id: 1, agency_id: 2 };
  return { meeting_id: 7, stream: 'shared', seq, kind, at: '2026-09-21T12:30:00Z', by, act_id: null, subject };
}

describe('apply', () => {
  it('adds what is new and keeps the state it was given as it was', () => {
    const before = fromSnapshot(empty);
    const after = apply(before, entry(reflection(1, 1, 'one')));
    expect(all(after, 'reflection').map((view) => view.text)).toEqual(['one']);
    expect(all(before, 'reflection')).toEqual([]);
  });

  it('replaces a view only with a higher version, and tells of it all the same', () => {
    let board = apply(fromSnapshot(empty), entry(reflection(1, 3, 'three')));
    board = apply(board, entry(reflection(1, 2, 'two')));
    board = apply(board, entry(reflection(1, 3, 'another three')));
    expect(one(board, 'reflection', 1)?.text).toBe('three');
    board = apply(board, entry(reflection(1, 4, 'four')));
    expect(one(board, 'reflection', 1)?.text).toBe('four');
    expect(board.activity).toHaveLength(4);
  });

  it('leaves every other view the very same object', () => {
    const board = apply(fromSnapshot(empty), entry(reflection(1, 1, 'one')));
    const after = apply(board, entry(reflection(2, 1, 'two')));
    expect(after.views.reflection[1]).toBe(board.views.reflection[1]);
    expect(after.views.decision).toBe(board.views.decision);
  });

  it('forgets what was erased and never brings it back', () => {
    let board = apply(fromSnapshot(empty), entry(reflection(1, 1, 'I dread the visits')));
    board = apply(board, entry({ type: 'reflection', id: 1, version: 2, erased: true }, 'erased'));
    board = apply(board, entry(reflection(1, 1, 'I dread the visits')));
    expect(all(board, 'reflection')).toEqual([]);
    expect(one(board, 'reflection', 1)).toBeNull();
    expect(JSON.stringify(board)).not.toContain('dread');
  });

  it('has nothing to show of a type that this page does not know', () => {
    const board = fromSnapshot(empty);
    expect(one(board, 'of_a_newer_server' as 'reflection', 1)).toBeNull();
  });

  it('keeps the newest lines of activity, without content', () => {
    let board = fromSnapshot(empty);
    for (let n = 1; n <= ACTIVITY_KEPT + 5; n += 1) board = apply(board, entry(reflection(n, 1, 'text')));
    expect(board.activity).toHaveLength(ACTIVITY_KEPT);
    expect(board.activity.at(-1)?.seq).toBe(seq);
    expect(board.activity[0]).not.toHaveProperty('subject.text');
  });
});

describe('snapshot and entries', () => {
  /** Park and Miller's generator: the same run each time, another for each seed. */
  function dice(seed: number): (sides: number) => number {
    let state = seed;
    return (sides) => {
      state = (state * 48271) % 2147483647;
      return state % sides;
    };
  }

  function log(seed: number): Entry[] {
    const roll = dice(seed);
    const versions = new Map<number, number>();
    const erased = new Set<number>();
    const entries: Entry[] = [];
    for (let n = 1; n <= 140; n += 1) {
      const id = 1 + roll(12);
      if (erased.has(id)) continue;
      const version = (versions.get(id) ?? 0) + 1;
      versions.set(id, version);
      const erase = roll(20) === 0;
      if (erase) erased.add(id);
      const subject = erase ? { type: 'reflection' as const, id, version, erased: true as const } : reflection(id, version, `v${version}`);
      entries.push({ ...entry(subject, erase ? 'erased' : 'reflection_amended'), seq: entries.length + 1 });
    }
    return entries;
  }

  function snapshotOf(board: BoardState): Snapshot {
    const views = Object.fromEntries(Object.entries(board.views).map(([type, byId]) => [type, Object.values(byId)]));
    return { views, activity: board.activity } as unknown as Snapshot;
  }

  it('are the same board wherever the snapshot was taken', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const entries = log(seed);
      const whole = entries.reduce(apply, fromSnapshot(empty));
      const cut = dice(seed + 7)(entries.length);
      const half = entries.slice(0, cut).reduce(apply, fromSnapshot(empty));
      const resumed = entries.slice(cut).reduce(apply, fromSnapshot(snapshotOf(half)));
      expect(resumed).toEqual(whole);
    }
  });

  it('are the same views when entries known to the snapshot come again', () => {
    const entries = log(3);
    const half = entries.slice(0, 60).reduce(apply, fromSnapshot(empty));
    const again = entries.slice(30).reduce(apply, fromSnapshot(snapshotOf(half)));
    expect(again.views).toEqual(entries.reduce(apply, fromSnapshot(empty)).views);
  });
});
