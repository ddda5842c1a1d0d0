import type { FigureCell, FigureRow } from '../../api/assurance-types';
import { named, t } from '../../i18n';

export function cellText(cell: FigureCell, fewest: number): string {
  if (cell === null) return t('assurance.too_few');
  if (cell === 'none') return t('assurance.none');
  if (cell === 'few') return t('assurance.few', { n: fewest });
  if (typeof cell === 'boolean') return t(cell ? 'assurance.yes' : 'assurance.no');
  return String(cell);
}

/** "September 2026" */
export function monthText(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return t(`assurance.month.${number}`, { year });
}

export function rowText(row: FigureRow): string {
  return row.month ? monthText(row.month) : named(row.label);
}

/** The last months, this one first, as they may be chosen. */
export function monthsBefore(newest: string, many: number): string[] {
  const [year = 0, number = 1] = newest.split('-').map(Number);
  return Array.from({ length: many }, (_, back) => new Date(Date.UTC(year, number - 1 - back, 1)).toISOString().slice(0, 7));
}
