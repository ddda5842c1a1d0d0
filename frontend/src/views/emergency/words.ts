import type { EmergencyAccessView, EmergencyReply } from '../../api/emergency-types';
import type { Name } from '../../api/types';
import { dateTimeText, named, t, timeText } from '../../i18n';
import { plain } from '../board/plain';

/** "Gwen Made-up (Assurance lead, Fellshire Health)" */
export function whoOpened(access: { name: string; job: string; agency_name: Name }): string {
  return t('emergency.who', {
    name: plain(access.name),
    as: [access.job, named(access.agency_name)].filter(Boolean).map(plain).join(', '),
  });
}

export function lasts(access: Pick<EmergencyAccessView, 'ends_at' | 'ended_at'>, now: number): boolean {
  return access.ended_at === null && Date.parse(access.ends_at) > now;
}

/** From when until when it could be read. */
export function whenText(access: Pick<EmergencyAccessView, 'opened_at' | 'ends_at' | 'ended_at'>): string {
  return t('emergency.when', { from: dateTimeText(access.opened_at), until: timeText(access.ended_at ?? access.ends_at) });
}

export function replyText(reply: EmergencyReply, agency: string): string {
  const who = reply.as_chair ? t('emergency.reply.chair') : agency;
  return t(reply.question ? 'emergency.reply.asked' : 'emergency.reply.acknowledged', { who, when: dateTimeText(reply.at) });
}
