import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyOf, type Draft, draftOf } from '../views/plan/draft';
import { aPlan } from '../views/plan/fixtures';
import type { PlanBody } from './bodies';
import { ApiError } from './client';
import { Saver, type SaverSeen } from './saver';
import type { Plan } from './types';

const offline = () => new ApiError(0, 'offline', 'No connection');

let draft: Draft;
let seen: SaverSeen<Plan>;
let states: string[];
let put: ReturnType<typeof vi.fn<(body: PlanBody) => Promise<Plan>>>;
let saver: Saver<Plan, PlanBody>;

beforeEach(() => {
  vi.useFakeTimers();
  draft = draftOf(aPlan());
  states = [];
  put = vi.fn(async (body: PlanBody) => aPlan({ version: body.version + 1, needed: [] }));
  saver = new Saver(
    aPlan(),
    (kept) => bodyOf(draft, kept),
    put,
    (next) => {
      seen = next;
      states.push(next.state);
    },
  );
});
afterEach(() => {
  saver.stop();
  vi.useRealTimers();
});

describe('saving as one goes', () => {
  it('waits for a pause and saves once', async () => {
    saver.changed();
    saver.changed();
    expect(states.at(-1)).toBe('changed');
    await vi.advanceTimersByTimeAsync(1000);
    expect(put).toHaveBeenCalledOnce();
    expect(states).toEqual(['changed', 'changed', 'saving', 'saved']);
    expect(seen.kept).toMatchObject({ version: 2, needed: [] });
  });

  it('sends each save on the version that the last one made', async () => {
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(put.mock.calls.map(([body]) => body.version)).toEqual([1, 2]);
  });

  it('does not say saved while something newer is unsaved', async () => {
    let answer: (plan: Plan) => void = () => {};
    put.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
    draft = { ...draft, time: '15:00' };
    saver.changed();
    expect(states).not.toContain('saved');
    answer(aPlan({ version: 2 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(put).toHaveBeenCalledTimes(2);
    expect(put.mock.calls[1]?.[0]).toMatchObject({ version: 2, scheduled_at: '2026-09-28T15:00:00+01:00' });
    expect(states.filter((state) => state === 'saved')).toHaveLength(1);
  });

  it('is done, when asked to be, only once what was on its way is saved', async () => {
    let answer: (plan: Plan) => void = () => {};
    put.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
    const unsaved = saver.flush().then(() => saver.unsaved);
    answer(aPlan({ version: 2 }));
    expect(await unsaved).toBe(false);
  });

  it('saves at once when asked, and nothing when there is nothing', async () => {
    await saver.flush();
    expect(put).not.toHaveBeenCalled();
    saver.changed();
    await saver.flush();
    expect(saver.unsaved).toBe(false);
  });
});

describe('without a connection', () => {
  it('says so and tries again by itself', async () => {
    put.mockRejectedValueOnce(offline());
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen.state).toBe('offline');
    expect(saver.unsaved).toBe(true);
    await vi.advanceTimersByTimeAsync(3000);
    expect(seen.state).toBe('saved');
  });
});

describe('a refusal', () => {
  it('is kept for the page, and the next change is tried', async () => {
    put.mockRejectedValueOnce(new ApiError(422, 'check_your_answers', 'Look again', { invited: 'Not of that agency' }));
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen).toMatchObject({ state: 'refused', error: { fields: { invited: 'Not of that agency' } } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(put).toHaveBeenCalledOnce();
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen).toMatchObject({ state: 'saved', error: null });
  });
});

describe('a conflict', () => {
  const theirs = aPlan({ version: 5, purpose: 'reflective' });

  beforeEach(async () => {
    put.mockRejectedValueOnce(new ApiError(409, 'stale', 'Changed', {}, theirs));
    saver.changed();
    await vi.advanceTimersByTimeAsync(1000);
  });

  it('shows the other version and saves nothing more by itself', async () => {
    expect(seen).toMatchObject({ state: 'conflict', theirs: { version: 5 } });
    saver.changed();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(put).toHaveBeenCalledOnce();
  });

  it('can be settled by keeping what is here', async () => {
    await saver.keepMine();
    expect(put.mock.calls[1]?.[0]).toMatchObject({ version: 5, purpose: 'decision_making' });
    expect(seen).toMatchObject({ state: 'saved', theirs: null });
  });

  it('can be settled by taking the other', () => {
    expect(saver.takeTheirs()).toBe(theirs);
    expect(seen).toMatchObject({ state: 'saved', theirs: null, kept: { version: 5 } });
  });
});
