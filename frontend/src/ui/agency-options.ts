import type { Name } from '../api/types';
import { named } from '../i18n';

/** Agencies to choose from; `none` is what stands there until one is chosen. */
export function agencyOptions(agencies: readonly { id: number; name: Name }[], none: string): { value: number; text: string }[] {
  return [{ value: 0, text: none }, ...agencies.map((each) => ({ value: each.id, text: named(each.name) }))];
}
