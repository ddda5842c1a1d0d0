import type { By, View } from '../../api/types';
import type { BoardPage } from '../board/page.svelte';

export type Citable = View & { agency_id: number | null; by: By; withdrawn?: boolean };

/** Not beside what was withdrawn, nor beside what is erased when the meeting closes. */
export function mayCite(page: BoardPage, entry: Citable): boolean {
  const gone = entry.withdrawn || (entry.type === 'decision' && entry.state === 'withdrawn');
  const erased = entry.type === 'reflection' && entry.prompt === 'wellbeing';
  return !gone && !erased && page.mayChange('cite', entry);
}
