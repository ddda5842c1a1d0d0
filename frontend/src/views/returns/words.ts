import type { AgencyReturn, ReturnFigure, YearBegins } from '../../api/return-types';
import { dateText, dateTimeText, t } from '../../i18n';

/** "April 2026 to March 2027"; `begins` is the month. */
export const yearText = (year: number, begins: YearBegins) => t(`returns.year.${begins}`, { first: year, last: year + 1 });

export function figureText(value: ReturnFigure, fewest: number): string {
  if (value === null) return t('returns.nothing');
  if (value === 'few') return t('assurance.few', { n: fewest });
  if (typeof value === 'boolean') return t(value ? 'assurance.yes' : 'assurance.no');
  return typeof value === 'string' ? dateText(value) : String(value);
}

export function submittedText(found: AgencyReturn): string {
  if (!found.submitted) return t('returns.state.draft');
  const who = [found.submitted.by, found.submitted.job].filter(Boolean).join(', ');
  return t('returns.submitted_by', { when: dateTimeText(found.submitted.at), who });
}
