/** Whom a case is about, in words. */
import { t } from './language.svelte';

/** "5 to 9" from "5-9"; other bands as they were written. */
export function ageText(band: string | null): string {
  const found = band?.match(/^(\d+)\s*[-–]\s*(\d+)$/);
  return found ? t('common.ages', { from: found[1] ?? '', to: found[2] ?? '' }) : (band ?? '');
}

/** "child, 5 to 9". */
export function subjectText(of: { subject_type: string; age_band: string | null }): string {
  return [t(`common.subject.${of.subject_type}`), ageText(of.age_band)].filter(Boolean).join(', ');
}
