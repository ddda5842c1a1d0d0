import type { Capacity, Case } from '../api/types';
import { plain, t } from '../i18n';

export const CAPACITIES: readonly Capacity[] = ['has', 'in_doubt', 'lacks'];

type OfCapacity = Pick<Case, 'capacity' | 'capacity_words'>;

/** "Lacks capacity for something in question: where to live"; nothing where nothing was said. */
export function capacityText({ capacity, capacity_words: words }: OfCapacity): string {
  return [capacity && t(`capacity.${capacity}`), plain(words ?? '')].filter(Boolean).join(': ');
}
