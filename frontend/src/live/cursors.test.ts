// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { ahead, behind, lost, sift } from './cursors';
import { entry } from './testing';

describe('sift', () => {
  it('takes what comes next and moves the cursor', () => {
    const { fresh, cursors, gap } = sift({ shared: 2 }, [entry(3), entry(4)]);
    expect(fresh.map((taken) => taken.seq)).toEqual([3, 4]);
    expect(cursors).toEqual({ shared: 4 });
    expect(gap).toBe(false);
  });

  it('drops what was seen', () => {
    expect(sift({ shared: 4 }, [entry(3), entry(4)])).toEqual({ fresh: [], cursors: { shared: 4 }, gap: false });
  });

  it('spots a gap and takes nothing behind it', () => {
    const { fresh, cursors, gap } = sift({ shared: 2 }, [entry(3), entry(5), entry(6)]);
    expect(fresh.map((taken) => taken.seq)).toEqual([3]);
    expect(cursors).toEqual({ shared: 3 });
    expect(gap).toBe(true);
  });

  it('counts each stream by itself, a new one from 1', () => {
    const own = { stream: 'agency:3' };
    const { fresh, cursors, gap } = sift({ shared: 9 }, [entry(1, own), entry(10), entry(2, own)]);
    expect(fresh).toHaveLength(3);
    expect(cursors).toEqual({ shared: 10, 'agency:3': 2 });
    expect(gap).toBe(false);
  });

  it('leaves the cursors it was given alone', () => {
    const before = { shared: 2 };
    sift(before, [entry(3)]);
    expect(before).toEqual({ shared: 2 });
  });
});

describe('heads', () => {
  it('show that we are behind, or ahead of a restored server', () => {
    expect(behind({ shared: 2 }, { shared: 3 })).toBe(true);
    expect(behind({ shared: 2 }, { shared: 2, 'agency:1': 1 })).toBe(true);
    expect(behind({ shared: 3 }, { shared: 3 })).toBe(false);
    expect(ahead({ shared: 3 }, { shared: 2 })).toBe(true);
    expect(ahead({ shared: 3 }, { shared: 3 })).toBe(false);
  });

  it('show what is no longer ours to read', () => {
    expect(lost({ shared: 3, 'point:4': 1 }, { shared: 3 })).toBe(true);
    expect(lost({ shared: 3 }, { shared: 3, 'point:4': 1 })).toBe(false);
  });
});
