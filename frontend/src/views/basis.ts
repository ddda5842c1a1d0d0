import type { LawfulBasis } from '../api/types';
import { plain, t } from '../i18n';

export const LAWFUL_BASES: readonly LawfulBasis[] = ['public_task', 'legal_obligation', 'vital_interests', 'consent', 'other'];

/** "Public task: Children Act 2004, section 10"; that none was named, where none was. */
export function basisText({ lawful_basis: basis, lawful_basis_note: note }: { lawful_basis: LawfulBasis | ''; lawful_basis_note: string }): string {
  return [basis && t(`basis.${basis}`), plain(note)].filter(Boolean).join(': ') || t('basis.missing');
}
