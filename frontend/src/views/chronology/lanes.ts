/** The chronology by agency: whose lane holds what, in order of time. */
import type { ChronologyEventView } from '../../api/chronology-types';
import { dateText, t } from '../../i18n';

interface LaneOf<Agency> {
  agency: Agency;
  own: ChronologyEventView[];
}

export function inOrder(events: readonly ChronologyEventView[]): ChronologyEventView[] {
  return [...events].sort((one, other) => one.began.localeCompare(other.began) || one.id - other.id);
}

/** A lane for each agency that has put something there, in the order of invitation. */
export function lanesOf<Agency extends { agency_id: number }>(
  agencies: readonly Agency[],
  events: readonly ChronologyEventView[],
): LaneOf<Agency>[] {
  const standing = inOrder(events.filter((event) => !event.withdrawn));
  return agencies
    .map((agency) => ({ agency, own: standing.filter((event) => event.agency_id === agency.agency_id) }))
    .filter((lane) => lane.own.length > 0);
}

/** "Mon 2 Mar 2026", "Mon 2 Feb 2026 to Fri 20 Mar 2026". */
export function whenText({ began, ended }: Pick<ChronologyEventView, 'began' | 'ended'>): string {
  return ended && ended !== began ? t('chronology.span', { from: dateText(began), to: dateText(ended) }) : dateText(began);
}
