import type { ActivityItem, By, InvitationView, Keyed, Name, SubjectType, View, ViewType } from '../../api/types';
import { known, named, t, tn, type Params } from '../../i18n';
import type { BoardState } from '../../store/apply';
import { type ConsentCount, type Spread, seatOf } from '../../store/selectors';
import { plain } from './plain';

/** A text that speaks of the child, of the unborn child, or of the adult as "the person". */
export function about(key: string, subject: SubjectType, params?: Params): string {
  const own = `board.${key}.${subject}`;
  return t(known(own) ? own : `board.${key}.child`, params);
}

/** A text that speaks of what is still to come; of a closed meeting, the same in the past, where it has such words. */
export function said(key: string, open: boolean, params?: Params): string {
  const past = `board.${key}.past`;
  return t(!open && known(past) ? past : `board.${key}`, params);
}

/** What the chips call each agency: its sector's short name, or its own name where two share a sector. */
export function shortNames(
  invited: readonly InvitationView[],
  sectors: readonly { key: string; name: Name; short?: Name }[],
): Map<number, string> {
  const shared = new Set(
    invited.map((each) => each.sector).filter((sector, at, list) => list.indexOf(sector) !== at),
  );
  return new Map(
    invited.map((each) => {
      const short = sectors.find((sector) => sector.key === each.sector)?.short;
      return [each.agency_id, plain(short && !shared.has(each.sector) ? named(short) : named(each.name))];
    }),
  );
}

/** "12:40 left", "3:05 over". */
export function clockText(seconds: number): string {
  const whole = Math.abs(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const text = hours
    ? `${hours}:${String(minutes).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
    : `${minutes}:${String(whole % 60).padStart(2, '0')}`;
  return t(seconds < 0 ? 'board.time.over' : 'board.time.left', { time: text });
}

export function spreadText(spread: Spread | null, open = true): string {
  if (!spread) return said('thresholds.none', open);
  const { lowest, highest, moved } = spread;
  const level =
    lowest === highest
      ? said(spread.stated === 1 ? 'thresholds.first' : 'thresholds.agreed', open, { level: lowest })
      : t('board.thresholds.spread', { lowest, highest });
  return moved > 0 ? `${level} ${tn('board.thresholds.moved', moved)}` : level;
}

/** "4 agree, 1 with reservations, 1 to come"; of a closed meeting "1 no answer". */
export function consentText(count: ConsentCount, open = true): string {
  const stands = count.agree + count.reservations + count.disagree + count.abstain;
  if (stands === 0) return said('consent.none_yet', open);
  if (count.agree === stands && count.to_come === 0) return t('board.consent.all_agree');
  return (['agree', 'reservations', 'disagree', 'abstain', 'to_come'] as const)
    .filter((each) => count[each] > 0)
    .map((each) => tn(`board.consent.count.${!open && each === 'to_come' ? 'unanswered' : each}`, count[each]))
    .join(', ');
}

/** Who did something, as role and agency, never by name. `type`: to what. */
export function whoText(board: BoardState, by: By, short: (agencyId: number | null) => string, type?: ViewType): string {
  const seat = seatOf(board, by.person_id);
  if (seat?.role === 'facilitator') return t('board.who.facilitator');
  if (seat?.role === 'adviser') return t('board.who.adviser');
  // An agency answers an emergency through its recorder too, who has no seat.
  if (!seat && type === 'process_challenge') return t('challenges.partnership');
  if (!seat && type !== 'emergency_access') return t('carried.who');
  return short(by.agency_id);
}

/** The text of that sort for something that happened, from whichever catalogue has one. */
function keyOf(sort: 'activity' | 'told', kind: string): string | undefined {
  return ['board', 'floor', 'chronology', 'requirements', 'network', 'citations', 'challenges', 'learning', 'emergency', 'joining'].map((area) => `${area}.${sort}.${kind}`).find(known);
}

/** One line of the activity feed. */
export function activityText(item: ActivityItem, who: string): string {
  return t(keyOf('activity', item.kind) ?? 'board.activity.other', { who });
}

/** What is said to people who use a screen reader when something changed: who, and which kind of thing. */
export function toldText(
  kind: string,
  subject: View,
  who: string,
  words: { short: (agencyId: number) => string; stage: (key: string | null) => string },
): string {
  const params: Params = { who };
  if (subject.type === 'threshold_position') {
    params['level'] = subject.level;
    params['agency'] = words.short(subject.agency_id);
  }
  if (subject.type === 'hand') params['agency'] = words.short(subject.agency_id);
  if (subject.type === 'meeting') params['stage'] = words.stage(subject.stage);
  if (subject.type === 'consent') params['stand'] = t(`board.consent.stand.${subject.stand}`);
  if (subject.type === 'seat') {
    params['role'] = t(`common.role.${subject.role}`);
    params['agency'] = named(subject.agency_name);
  }
  if (subject.type === 'invitation') {
    params['agency'] = words.short(subject.agency_id);
    params['attendance'] = t(`common.attendance.${subject.attendance}`);
  }
  return t(keyOf('told', kind) ?? keyOf('activity', kind) ?? 'board.activity.other', params);
}

/** "15 working days from the strategy discussion", without naming what starts it where several things may. */
export function clockRule({ amount, unit }: { amount: number; unit: 'working_days' | 'weeks' | 'months' }): string {
  return tn(`board.rules.${unit}`, amount);
}

/** A prompt's name; where the meeting is about an adult, the adult's wording. */
export function promptName(prompt: Keyed & { adult_name?: Name | null }, subject: SubjectType): Name {
  return subject === 'adult_at_risk' && prompt.adult_name ? prompt.adult_name : prompt.name;
}

export function promptHint(prompt: { hint: Name; adult_hint?: Name | null }, subject: SubjectType): Name {
  return subject === 'adult_at_risk' && prompt.adult_hint ? prompt.adult_hint : prompt.hint;
}

/** How long after the meeting closed: "40 minutes", "3 hours", "2 days". */
export function sinceText(from: string, to: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  if (minutes < 60) return tn('board.since.minutes', minutes);
  if (minutes < 48 * 60) return tn('board.since.hours', Math.round(minutes / 60));
  return tn('board.since.days', Math.round(minutes / 1440));
}
