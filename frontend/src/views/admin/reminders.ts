import type { ReminderDays } from '../../api/follow-types';
import { t } from '../../i18n';

export interface Reminders extends ReminderDays {
  /** 0 while they are as shipped. */
  version: number;
  mail: { on: boolean; waiting: number; waiting_since: string | null; sent: number; failed: number; trouble: string };
}

type Name = 'receipt_days' | 'progress_days' | 'repeat_days';
/** As they are being typed. */
export type Numbers = Record<Name, string>;

const MOST = 60;
export const NUMBERS: { name: Name; least: number }[] = [
  { name: 'receipt_days', least: 1 },
  { name: 'progress_days', least: 0 },
  { name: 'repeat_days', least: 1 },
];

export function typed(found: ReminderDays): Numbers {
  return {
    receipt_days: String(found.receipt_days),
    progress_days: String(found.progress_days),
    repeat_days: String(found.repeat_days),
  };
}

/** What cannot be taken, by field, said before anything is sent. */
export function wrong(said: Numbers): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, least } of NUMBERS) {
    const text = said[name].trim();
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > MOST) found[name] = t('reminders.number', { least, most: MOST });
  }
  return found;
}

export function sent(said: Numbers, byEmail: boolean, version: number) {
  return {
    version,
    receipt_days: Number(said.receipt_days),
    progress_days: Number(said.progress_days),
    repeat_days: Number(said.repeat_days),
    by_email: byEmail,
  };
}
