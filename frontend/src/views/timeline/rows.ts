/** A timeline's rows as the picture draws them and the words that say how late. */
import type { CaseTimeline, TimelineClock, TimelineItem } from '../../api/timeline-types';
import type { DriftConcernView } from '../../api/types';
import type { RowTone, TimelineConcern } from '../../charts/timeline';
import { dateText, named, t, tn } from '../../i18n';

export interface ClockRow extends TimelineConcern {
  clock: TimelineClock;
  item: TimelineItem;
}

const TONES: Record<TimelineItem['state'], RowTone> = { held: 'in_time', late: 'late', due: 'due', not_recorded: 'unknown' };

/** "6 working days late", "15 days late, none recorded", "Due Mon 28 Dec 2026, a bank holiday; booked for Tue 22 Dec 2026". */
export function itemText(item: TimelineItem): string {
  const late = () => tn(item.days_unit === 'working_days_late' ? 'board.late.working_days' : 'board.late.days', item.days);
  switch (item.state) {
    case 'held':
      return item.days > 0 ? late() : t('board.late.in_time');
    case 'late':
      return `${late()}, ${t('timeline.none_recorded')}`;
    case 'due':
      return [dueText(item), item.booked ? t('timeline.booked', { date: dateText(item.booked) }) : ''].filter(Boolean).join('; ');
    case 'not_recorded':
      return t('timeline.not_recorded', { date: dateText(item.due) });
    default:
      return item.state satisfies never;
  }
}

function dueText(item: TimelineItem): string {
  const due = t('board.late.due', { date: dateText(item.due) });
  return item.due_falls_on ? `${due}, ${t(`timeline.falls_on.${item.due_falls_on}`)}` : due;
}

/** Every time that something was or is due. */
export function allRows(timeline: CaseTimeline): ClockRow[] {
  return timeline.clocks.flatMap((clock) =>
    clock.items.map((item, at) => ({
      id: `${clock.key} ${at}`,
      name: named(clock.name),
      words: itemText(item),
      tone: item.state === 'held' && item.days > 0 ? 'late' : TONES[item.state],
      counted_from: item.counted_from,
      due: item.due,
      held: item.held,
      booked: item.booked,
      pins: [],
      clock,
      item,
    })),
  );
}

/** What comes again and again is drawn with its last two times only; the table has them all. */
export function drawnRows(rows: readonly ClockRow[]): ClockRow[] {
  return rows.filter((row) => row.clock.items.length - row.clock.items.indexOf(row.item) <= 2);
}

/** Where there is little room: what is late, and the next two that are due. What a concern is pinned to is kept. */
export function pressingRows(rows: readonly ClockRow[]): ClockRow[] {
  const next = rows
    .filter((row) => row.item.state === 'due')
    .sort((one, other) => one.item.due.localeCompare(other.item.due))
    .slice(0, 2);
  return rows.filter((row) => row.pins?.length || row.item.state === 'late' || next.includes(row));
}

type Raised = Pick<DriftConcernView, 'id' | 'expectation' | 'reckoning' | 'agency_id'>;

/** Each concern stands at the time limit it speaks of, where the timeline has it; the others are rows of their own. */
export function pinConcerns<C extends Raised>(
  rows: readonly ClockRow[],
  concerns: readonly C[],
  who: (concern: C) => string,
): { rows: ClockRow[]; others: C[] } {
  const meant = (concern: C) =>
    rows.findIndex(
      ({ clock, item }) => clock.key === concern.expectation && item.counted_from === concern.reckoning.counted_from && item.due === concern.reckoning.due,
    );
  const pinned = concerns.map((concern) => ({ concern, at: meant(concern) }));
  return {
    rows: rows.map((row, at) => {
      const names = pinned.filter((each) => each.at === at).map((each) => who(each.concern));
      return names.length ? { ...row, pins: [...new Set(names)] } : row;
    }),
    others: pinned.filter((each) => each.at === -1).map((each) => each.concern),
  };
}
