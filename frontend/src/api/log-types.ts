/** The log of a meeting, as sent. */

import type { ErasedView, View, ViewType } from './board-types';
import type { ChallengeKind } from './challenge-types';
import type { EmergencyKind } from './emergency-types';
import type { FacilitationKind } from './facilitation-types';
import type { JoiningKind } from './joining-types';
import type { LearningKind } from './learning-types';
import type { NetworkEntry } from './network-types';
import type { RequirementEntry } from './requirement-types';
import type { By } from './types';

export type EntryKind =
  | FacilitationKind
  | EmergencyKind
  | ChallengeKind
  | JoiningKind
  | LearningKind
  | NetworkEntry
  | RequirementEntry
  | 'source_cited'
  | 'citation_withdrawn'
  | 'meeting_planned'
  | 'plan_changed'
  | 'meeting_opened'
  | 'ground_rules_accepted'
  | 'attendance_recorded'
  | 'agency_invited'
  | 'seat_taken'
  | 'seat_removed'
  | 'seat_changed'
  | 'chair_handed_over'
  | 'chair_taken'
  | 'meeting_postponed'
  | 'meeting_resumed'
  | 'meeting_cancelled'
  | 'stage_set'
  | 'threshold_position_added'
  | 'threshold_position_moved'
  | 'threshold_position_withdrawn'
  | 'disagreement_raised'
  | 'disagreement_resolved'
  | 'disagreement_escalated'
  | 'disagreement_advanced'
  | 'disagreement_settled'
  | 'drift_concern_raised'
  | 'drift_concern_amended'
  | 'drift_concern_withdrawn'
  | 'chronology_event_added'
  | 'chronology_event_amended'
  | 'chronology_event_withdrawn'
  | 'reflection_added'
  | 'reflection_amended'
  | 'reflection_withdrawn'
  | 'decision_proposed'
  | 'decision_amended'
  | 'decision_withdrawn'
  | 'decision_agreed'
  | 'consent_given'
  | 'consent_lapsed'
  | 'preparation_brought'
  | 'preparation_changed'
  | 'preparation_shared'
  | 'read_back_started'
  | 'read_back_confirmed'
  | 'meeting_closed'
  | 'addendum_added'
  | 'decision_handed_over'
  | 'erased';

export interface Entry {
  meeting_id: number;
  stream: string;
  seq: number;
  kind: EntryKind;
  at: string;
  by: By;
  act_id: string | null;
  subject: View | ErasedView;
}

/** An entry without its content: one line of the activity feed. */
export interface ActivityItem {
  stream: string;
  seq: number;
  kind: EntryKind;
  at: string;
  by: By;
  subject: { type: ViewType; id: number };
}
