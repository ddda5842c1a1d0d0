import type { DriftConcernView, Reckoning } from '../../api/types';
import { dateText, known, t, tn } from '../../i18n';

type Tone = 'late' | 'waiting' | 'in_time';

export function toneOf({ unit, days }: Reckoning): Tone {
  if (unit === 'calendar_days_waiting') return 'waiting';
  return days > 0 ? 'late' : 'in_time';
}

/** A conference is held; an assessment is completed, a decision or a visit made. */
function notDone(expectation: string): string {
  const own = `board.late.not_held.${expectation}`;
  return t(known(own) ? own : 'board.late.not_held');
}

/** "6 working days late", "15 days late, not held", "154 days waiting", "Due Mon 5 Oct 2026". */
export function latenessText({ reckoning, expectation }: Pick<DriftConcernView, 'reckoning' | 'expectation'>): string {
  const { unit, days, held, due } = reckoning;
  if (unit === 'calendar_days_waiting') return tn('board.late.waiting', days);
  if (days > 0) {
    const late = tn(unit === 'working_days_late' ? 'board.late.working_days' : 'board.late.days', days);
    return held ? late : `${late}, ${notDone(expectation)}`;
  }
  if (held) return t('board.late.in_time');
  return due ? t('board.late.due', { date: dateText(due) }) : '';
}
