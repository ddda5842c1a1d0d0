/**
 * What the server sends and takes, as TypeScript.
 *
 * Dates are "YYYY-MM-DD". Times are ISO 8601 with an offset. Ids are integers, unique within a type.
 */

import type { ChallengePermission } from './challenge-types';
import type { FacilitationPermission } from './facilitation-types';
import type { NetworkPermission } from './network-types';
import type { RequirementPermission } from './requirement-types';

export type * from './act-types';
export type * from './administration-types';
export type * from './board-types';
export type * from './export-types';
export type * from './facilitation-types';
export type * from './home-types';
export type * from './last-time-types';
export type * from './log-types';
export type * from './planning-types';
export type * from './preparation-types';
export type * from './reference-types';
export type * from './session-types';

export type Language = 'en' | 'cy';
export type Nation = 'england' | 'wales';

/** A name in both languages; either may be missing, then the other is shown. */
export interface Name {
  en: string | null;
  cy: string | null;
}

export type PersonRole = 'administrator' | 'facilitator' | 'assurance_lead' | 'data_protection' | 'recorder';
export type SeatRole = 'facilitator' | 'representative' | 'adviser' | 'observer' | 'recorder';
export type Permission =
  | FacilitationPermission
  | NetworkPermission
  | RequirementPermission
  | ChallengePermission
  | 'give_feedback'
  | 'cite'
  | 'chair'
  | 'state_position'
  | 'raise_disagreement'
  | 'raise_concern'
  | 'reflect'
  | 'add_to_chronology'
  | 'withdraw_from_chronology'
  | 'propose_decision'
  | 'give_consent'
  | 'read_board'
  | 'read_own_agency'
  | 'take_export'
  | 'record_receipt'
  | 'prepare'
  | 'share_preparation'
  | 'take_chair'
  | 'correct_record'
  | 'answer_emergency';

export type MeetingState = 'planned' | 'open' | 'postponed' | 'closed' | 'cancelled';
export type Purpose = 'decision_making' | 'reflective';
export type Criterion = 'threshold' | 'drift' | 'emotional_impact' | 'other';
export type SubjectType = 'child' | 'unborn_child' | 'adult_at_risk';
export type Capacity = 'has' | 'in_doubt' | 'lacks';
/** How a session is held. */
export type SessionModel = 'group' | 'peer' | 'one_to_one';
export type LawfulBasis = 'public_task' | 'legal_obligation' | 'vital_interests' | 'consent' | 'other';
export type InformationShared = 'assigned' | 'all_reached';
export type Attendance = 'invited' | 'present' | 'apologies' | 'absent';
export type RiskSource = 'adults' | 'other_children' | 'both' | 'none';
export type Stand = 'agree' | 'reservations' | 'disagree' | 'abstain';
export type Prompt =
  | 'voice_of_the_child'
  | 'analysis'
  | 'strengths'
  | 'difficulties'
  | 'statutory_requirement'
  | 'process_challenge'
  | 'learning'
  | 'wellbeing'
  | 'hypothesis'
  | 'proportionality'
  | 'early_risk'
  | 'identity'
  | 'trauma'
  | 'family_engagement';

export interface By {
  person_id: number;
  agency_id: number | null;
}

export interface Milestone {
  kind: string;
  date: string;
}
