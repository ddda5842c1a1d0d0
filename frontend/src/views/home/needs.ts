import type { Card, Home } from '../../api/types';

/** What home counts at its head, in the order in which it needs somebody. */
interface Need {
  key: 'live' | 'prepare' | 'to_record';
  n: number;
}

export function needs(home: Home): Need[] {
  const preparing = home.coming.filter(
    (card) => card.prepared === false || (card.role === 'facilitator' && !card.ready_to_open),
  );
  const found: Need[] = [
    { key: 'live', n: home.live.length },
    { key: 'prepare', n: preparing.length },
    { key: 'to_record', n: home.to_record.length },
  ];
  return found.filter((need) => need.n > 0);
}

/** How many decisions wait to be recorded, and since when (a time) the oldest. */
export function waiting(cards: Card[]): { decisions: number; since: string | null } {
  return {
    decisions: cards.reduce((sum, card) => sum + card.owned + card.involved, 0),
    since: cards.flatMap((card) => card.closed_at ?? []).sort()[0] ?? null,
  };
}

/** What began while somebody waited on the page: live now, and not there or not live at the look before. */
export function begun(before: Home | null, now: Home): Card[] {
  return before ? now.live.filter((card) => !before.live.some((other) => other.meeting_id === card.meeting_id)) : [];
}
