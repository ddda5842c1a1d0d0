import type { Entry } from '../../api/types';
import { named } from '../../i18n';
import { isErased } from '../../store/apply';
import { announce } from '../../ui';
import type { BoardPage } from './page.svelte';
import { toldText, whoText } from './words';

/** What follows from something else that is told. */
const SILENT = new Set<string>([
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

/** Tell people who use a screen reader what came onto the board: whose, and which kind of thing. */
export function listen(page: BoardPage, entry: Entry): void {
  if (SILENT.has(entry.kind) || isErased(entry.subject)) return;
  const short = (agencyId: number | null) => page.short(agencyId);
  const who = whoText(page.board, entry.by, short, entry.subject.type);
  const stage = (key: string | null) => named(page.meeting.stages.find((each) => each.key === key)?.name);
  const told = toldText(entry.kind, entry.subject, who, { short, stage });
  announce(told.endsWith('.') ? told : `${told}.`);
}
