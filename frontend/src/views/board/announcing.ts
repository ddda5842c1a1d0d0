import type { Entry, View } from '../../api/types';
import { named, t } from '../../i18n';
import type { SavingWord } from '../../live/saving';
import { isErased } from '../../store/apply';
import { announce } from '../../ui';
import { shortened } from './plain';
import type { BoardPage } from './page.svelte';
import { ownConfirmation } from './read-back';
import { whichOf } from './which';
import { toldText, whoText } from './words';

/** What follows from something else that is told; that the meeting closed is told by the page, which may not hear of it here. */
const SILENT = new Set<string>([
  'meeting_closed',
  'burden_reckoned',
  'consent_lapsed',
  'erased',
  'agency_unplaced',
  'hand_lowered',
  'readiness_taken_back',
  'private_point_shared',
  'ground_rules_accepted',
  'preparation_brought',
  'learning_put',
  'seat_changed',
  'meeting_planned',
  'plan_changed',
]);

/** What somebody is told in other words already. */
function toldAlready(page: BoardPage, { kind, by }: Entry): boolean {
  // The foot of the board says it itself to whoever chairs or is to confirm.
  if (kind === 'read_back_started') return page.chairs || ownConfirmation(page) !== null;
  // Its own people hear of the position itself, though it is hidden.
  return kind === 'agency_placed' && by.agency_id === page.me.agency_id && page.may('read_own_agency') && !page.chairs;
}

/** What one's own act, or one's own turn, is called: what came of it. */
function ownText(page: BoardPage, { kind, subject, by }: Entry): string | undefined {
  // Its author is told that it has arrived; who is told it, that there is one.
  if (kind === 'private_point_raised' && by.person_id === page.me.person_id) return t('floor.told.own_private_point_raised');
  if (kind === 'word_given' && subject.type === 'hand' && !isErased(subject) && subject.by.person_id === page.me.person_id) return t('floor.hand.yours');
  return undefined;
}

/** Tell people who use a screen reader what came onto the board: whose, and which kind of thing. */
export function listen(page: BoardPage, entry: Entry): void {
  if (SILENT.has(entry.kind) || isErased(entry.subject) || toldAlready(page, entry)) return;
  const short = (agencyId: number | null) => page.short(agencyId);
  const who = whoText(page.board, entry.by, short, entry.subject.type);
  const stage = (key: string | null) => named(page.meeting.stages.find((each) => each.key === key)?.name);
  const told = ownText(page, entry) ?? toldText(entry.kind, entry.subject, who, { short, stage });
  const which = whichOf(page.board, entry.subject as View);
  const words = which ? t('listening.quoted', { told: told.replace(/\.$/, ''), text: shortened(which) }) : told;
  announce(/[.!?…]\p{Pf}?$/u.test(words) ? words : `${words}.`);
}

/**
 * The word on saving is in sight for whoever sees. The others are told when what is sent does not arrive, and when it does
 * again. The answer is to be handed in with the next word: what was told last and is not over.
 */
export function tellSaving(kind: SavingWord['kind'], trouble: SavingWord['kind'] | null): SavingWord['kind'] | null {
  if (kind === 'ended') return null; // told in full where the board was
  if (kind === 'saved') {
    if (trouble) announce(t('listening.saving.back'));
    return null;
  }
  if ((kind !== 'reconnecting' && kind !== 'cannot_save') || kind === trouble) return trouble;
  announce(t(kind === 'reconnecting' ? 'listening.saving.lost' : 'listening.saving.cannot_save'));
  return kind;
}
