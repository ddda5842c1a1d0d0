import type { Cursors, Entry } from '../api/types';

interface Sifted {
  /** What comes next in each stream, in the order given. */
  fresh: Entry[];
  cursors: Cursors;
  /** Something between the cursor and what arrived is missing: ask for it. */
  gap: boolean;
}

/** Take only the entry after the cursor, drop what was seen, notice what is missing. */
export function sift(cursors: Cursors, entries: readonly Entry[]): Sifted {
  const next: Cursors = { ...cursors };
  const fresh: Entry[] = [];
  let gap = false;
  for (const entry of entries) {
    const seen = next[entry.stream] ?? 0;
    if (entry.seq <= seen) continue;
    if (entry.seq === seen + 1) {
      next[entry.stream] = entry.seq;
      fresh.push(entry);
    } else {
      gap = true;
    }
  }
  return { fresh, cursors: next, gap };
}

/** Whether a stream has grown beyond what was applied. */
export function behind(cursors: Cursors, heads: Cursors): boolean {
  return Object.entries(heads).some(([stream, head]) => head > (cursors[stream] ?? 0));
}

/** Whether we know entries that the server does not: it was restored from a backup, and only a new snapshot helps. */
export function ahead(cursors: Cursors, heads: Cursors): boolean {
  return Object.entries(heads).some(([stream, head]) => (cursors[stream] ?? 0) > head);
}

/** Whether we hold something of a stream that is no longer ours to read: it must go from the page. */
export function lost(cursors: Cursors, heads: Cursors): boolean {
  return Object.keys(cursors).some((stream) => !(stream in heads));
}
