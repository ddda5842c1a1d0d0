import type { DecisionDuty, Duty, Figures } from '../../api/follow-types';
import { dateText, t, tn } from '../../i18n';

/** One line of the inbox. A meeting that decided nothing for the agency is a line of its own: that it took place. */
export interface Row {
  duty: Duty;
  decision: DecisionDuty | null;
  /** The meeting's own words and its Record button stand here. */
  first: boolean;
}

export type Show = 'to_do' | 'to_record' | 'progress' | 'hand_over' | 'recorded' | 'all';
export const SHOWS: Show[] = ['to_do', 'to_record', 'progress', 'hand_over', 'recorded', 'all'];

export interface Filter {
  show: Show;
  late: boolean;
  /** A case's reference, '' for all. */
  reference: string;
  /** The id of the agency that owns the decision, 0 for all. */
  owner: number;
}

export const EVERYTHING: Filter = { show: 'to_do', late: false, reference: '', owner: 0 };

/** Whether somebody chose what to see. */
export function chosen({ show, late, reference, owner }: Filter): boolean {
  return show !== EVERYTHING.show || late || reference !== '' || owner !== 0;
}

export function toRecord(duty: Duty): boolean {
  return duty.state === 'to_record' || duty.state === 'changed';
}

function isLate({ duty, decision }: Omit<Row, 'first'>): boolean {
  return (duty.late && decision?.part !== 'asked') || (decision?.overdue ?? false);
}

function shows(show: Show, duty: Duty, decision: DecisionDuty | null): boolean {
  const recording = toRecord(duty) && decision?.part !== 'asked';
  const reporting = decision?.part === 'owned' && (decision.asked || decision.overdue);
  const passing = decision?.hand_over !== null && decision?.hand_over !== undefined;
  switch (show) {
    case 'to_do':
      return recording || reporting || decision?.part === 'asked';
    case 'to_record':
      return recording;
    case 'progress':
      return decision?.part === 'owned';
    case 'hand_over':
      return passing;
    case 'recorded':
      return duty.state === 'recorded';
    case 'all':
      return true;
    default:
      return show satisfies never;
  }
}

/** What waits longest comes first; what is late before everything else. */
export function rowsOf(duties: Duty[], filter: Filter): Row[] {
  const ordered = [...duties].sort(
    (a, b) => Number(lateAtAll(b)) - Number(lateAtAll(a)) || (a.closed_at ?? '').localeCompare(b.closed_at ?? ''),
  );
  return ordered.flatMap((duty) => {
    if (filter.reference && duty.case.reference !== filter.reference) return [];
    const all = duty.decisions.length ? duty.decisions : [null];
    const shown = all.filter(
      (decision) =>
        shows(filter.show, duty, decision) &&
        (!filter.late || isLate({ duty, decision })) &&
        (!filter.owner || decision?.owner?.id === filter.owner),
    );
    return shown.map((decision, index) => ({ duty, decision, first: index === 0 }));
  });
}

function lateAtAll(duty: Duty): boolean {
  return duty.late || duty.decisions.some((decision) => decision.overdue);
}

export function latenessText(decision: DecisionDuty): string {
  if (!decision.overdue) return '';
  if (decision.late_days > 0) return tn('follow.late', decision.late_days);
  return t('follow.was_due', { date: dateText(decision.due) });
}

/** How long it took until it was recorded: hours while it is a day or less, then days. */
export function tookText(hours: number | null): string {
  if (hours === null) return '';
  if (hours < 1) return t('follow.took.at_once');
  if (hours < 48) return tn('follow.took.hours', Math.round(hours));
  return tn('follow.took.days', Math.round(hours / 24));
}

export function figureTexts(figures: Figures): { key: string; n: number; text: string; late: boolean }[] {
  const recorded =
    figures.average_days === null
      ? tn('follow.figure.recorded', figures.recorded)
      : tn('follow.figure.recorded_in', figures.recorded, { days: tn('follow.days', figures.average_days) });
  return [
    {
      key: 'to_record',
      n: figures.to_record || figures.meetings_to_record,
      text: figures.meetings_to_record
        ? tn(figures.to_record ? 'follow.figure.to_record' : 'follow.figure.meetings', figures.to_record || figures.meetings_to_record, {
            days: figures.oldest_days ? tn('follow.working_days', figures.oldest_days) : t('follow.less_than_a_day'),
          })
        : t('follow.figure.nothing'),
      late: figures.late > 0,
    },
    {
      key: 'overdue',
      n: figures.overdue,
      text: figures.overdue
        ? tn('follow.figure.overdue', figures.overdue, { days: tn('follow.working_days', figures.overdue_days) })
        : t('follow.figure.none_overdue'),
      late: figures.overdue > 0,
    },
    { key: 'recorded', n: figures.recorded, text: recorded, late: false },
  ];
}
