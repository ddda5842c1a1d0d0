import type { DecisionView, Entry } from '../../api/types';
import { named } from '../../i18n';
import { isErased } from '../../store/apply';
import { decisions } from '../../store/selectors';
import { announce } from '../../ui';
import { shortened } from './plain';
import type { BoardPage } from './page.svelte';
import { ownConfirmation } from './read-back';
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

/** Which decision was answered or changed: several lie on the board. */
function decisionOf(page: BoardPage, { subject }: Entry): DecisionView | undefined {
  if (isErased(subject)) return undefined;
  if (subject.type === 'decision') return subject;
  return subject.type === 'consent' ? decisions(page.board).find((each) => each.id === subject.decision_id) : undefined;
}

/** Tell people who use a screen reader what came onto the board: whose, and which kind of thing. */
export function listen(page: BoardPage, entry: Entry): void {
  if (SILENT.has(entry.kind) || isErased(entry.subject)) return;
  // The foot of the board says it itself to whoever chairs or is to confirm.
  if (entry.kind === 'read_back_started' && (page.chairs || ownConfirmation(page) !== null)) return;
  const short = (agencyId: number | null) => page.short(agencyId);
  const who = whoText(page.board, entry.by, short, entry.subject.type);
  const stage = (key: string | null) => named(page.meeting.stages.find((each) => each.key === key)?.name);
  // Its author is told that it has arrived; who is told it, that there is one.
  const mine = entry.kind === 'private_point_raised' && entry.by.person_id === page.me.person_id;
  const told = toldText(mine ? 'own_private_point_raised' : entry.kind, entry.subject, who, { short, stage });
  const which = decisionOf(page, entry);
  const words = which ? `${told.replace(/\.$/, '')}: ${shortened(which.text)}` : told;
  announce(/[.!?…]$/.test(words) ? words : `${words}.`);
}
