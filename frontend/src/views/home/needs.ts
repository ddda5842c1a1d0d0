import type { Card, Home } from '../../api/types';

/** What home counts at its head, in the order in which it needs somebody. */
export interface Need {
  key: 'live' | 'prepare' | 'to_record';
  n: number;
  /** The card it is about, when there is only one. */
  card: Card | null;
}

export function needs(home: Home): Need[] {
  const preparing = home.coming.filter((card) => card.role === 'facilitator' && !card.ready_to_open);
  const found: [Need['key'], Card[]][] = [
    ['live', home.live],
    ['prepare', preparing],
    ['to_record', home.to_record],
  ];
  return found.map(([key, cards]) => ({ key, n: cards.length, card: cards.length === 1 ? (cards[0] ?? null) : null }));
}

/** Whole days from one day to another ("YYYY-MM-DD"). */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
