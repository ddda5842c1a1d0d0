import type { RetentionRules } from '../../api/retention-types';
import { t } from '../../i18n';

type Name = 'child_months' | 'adult_months' | 'backup_days';
/** As they are being typed. */
type Typed = Record<Name | 'basis', string>;

export const NUMBERS: { name: Name; most: number }[] = [
  { name: 'child_months', most: 1200 },
  { name: 'adult_months', most: 1200 },
  { name: 'backup_days', most: 3650 },
];

export function typed(found: RetentionRules): Typed {
  return {
    child_months: String(found.child_months),
    adult_months: String(found.adult_months),
    backup_days: String(found.backup_days),
    basis: found.basis,
  };
}

/** What cannot be taken, by field, said before anything is sent. */
export function wrong(said: Typed): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, most } of NUMBERS) {
    const text = said[name].trim();
    if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most) found[name] = t('reminders.number', { least: 1, most });
  }
  if (!said.basis.trim()) found['basis'] = t('retention.rules.basis_missing');
  return found;
}

export function sent(said: Typed, version: number) {
  return {
    version,
    child_months: Number(said.child_months),
    adult_months: Number(said.adult_months),
    backup_days: Number(said.backup_days),
    basis: said.basis.trim(),
  };
}
