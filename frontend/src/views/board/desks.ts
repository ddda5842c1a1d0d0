import { Desk } from './drafts.svelte';

/** Drafts outlive a look at another page, never the person: in memory only, by person and meeting. */
const desks = new Map<number, { person: number; desk: Desk }>();

export function deskFor(person: number, meeting: number): Desk {
  for (const [other, kept] of desks) if (kept.person !== person) desks.delete(other);
  const known = desks.get(meeting);
  if (known) {
    known.desk.wakeUp();
    return known.desk;
  }
  const desk = new Desk();
  desks.set(meeting, { person, desk });
  return desk;
}

/** The same, looked at by another page. */
export function keptDesk(person: number, meeting: number): Desk | null {
  const known = desks.get(meeting);
  return known?.person === person ? known.desk : null;
}

export function forgetDesk(meeting: number): void {
  desks.delete(meeting);
}
