import { plain, t } from '../../i18n';

/** "Designated doctor", or with how the agency calls it: "Designated doctor (children in care)". */
export function roleText({ role, role_name }: { role: string; role_name: string }): string {
  const own = plain(role_name);
  if (role === 'other') return own || t('advice.role.other');
  return own ? `${t(`advice.role.${role}`)} (${own})` : t(`advice.role.${role}`);
}

/** What a telephone dials of a number as people write it. */
export const dialled = (telephone: string) => telephone.replace(/\(0\)/g, '').replace(/[^\d+]/g, '');
