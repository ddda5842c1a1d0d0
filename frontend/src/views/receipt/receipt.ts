import type { NewReceipt, Receipt } from '../../api/types';
import { t } from '../../i18n';

/** What an agency says about its own files, while it is being written. */
export interface Said {
  recorded: 'yes' | 'no' | null;
  reference: string;
  recorded_on: string;
  why_not: string;
}

/** What was said before, to be changed; or nothing yet. */
export function begin(receipt: Receipt | null, today: string): Said {
  return {
    recorded: receipt ? (receipt.recorded ? 'yes' : 'no') : null,
    reference: receipt?.reference ?? '',
    recorded_on: receipt?.recorded_on ?? today,
    why_not: receipt?.why_not ?? '',
  };
}

/** What is missing, by field, said before anything is sent. */
export function missing(said: Said, today: string): Record<string, string> {
  const found: Record<string, string> = {};
  if (!said.recorded) found['recorded'] = t('home.receipt.choose');
  if (said.recorded === 'yes' && !said.reference.trim()) found['reference'] = t('home.receipt.reference_missing');
  if (said.recorded === 'yes' && !said.recorded_on) found['recorded_on'] = t('home.receipt.date_missing');
  if (said.recorded === 'yes' && said.recorded_on > today) found['recorded_on'] = t('home.receipt.date_in_future');
  if (said.recorded === 'no' && !said.why_not.trim()) found['why_not'] = t('home.receipt.why_not_missing');
  return found;
}

/** Only what belongs to the answer given: a reason begun before "yes" stays here. */
export function sent(said: Said): NewReceipt {
  return said.recorded === 'yes'
    ? { recorded: true, reference: said.reference.trim(), recorded_on: said.recorded_on }
    : { recorded: false, why_not: said.why_not.trim() };
}
