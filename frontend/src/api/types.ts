/**
 * What the server sends and takes, as TypeScript.
 *
 * Dates are "YYYY-MM-DD". Times are ISO 8601 with an offset. Ids are integers, unique within a type.
 */

import type { Entry } from './board-types';
import type { FacilitationAct, FacilitationPermission } from './facilitation-types';
import type { ListedSource } from './citation-types';
import type { RequirementAct, RequirementPermission } from './requirement-types';

export type * from './board-types';
export type * from './facilitation-types';
export type * from './last-time-types';
export type * from './preparation-types';

export type Language = 'en' | 'cy';
export type Nation = 'england' | 'wales';

/** A name in both languages; either may be missing, then the other is shown. */
export interface Name {
  en: string | null;
  cy: string | null;
}

export type PersonRole = 'administrator' | 'facilitator' | 'assurance_lead' | 'recorder';
export type SeatRole = 'facilitator' | 'representative' | 'adviser' | 'observer' | 'recorder';
export type Permission =
  | FacilitationPermission
  | RequirementPermission
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
  | 'correct_record';

export type MeetingState = 'planned' | 'open' | 'postponed' | 'closed' | 'cancelled';
export type Purpose = 'decision_making' | 'reflective';
export type Criterion = 'threshold' | 'drift' | 'emotional_impact' | 'other';
export type SubjectType = 'child' | 'unborn_child' | 'adult_at_risk';
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

// ---- Who is signed in -------------------------------------------------------------------------

export interface AgencyLabel {
  id: number;
  name: Name;
  code: string;
  /** Index into the palette of twelve. */
  colour: number;
}

export interface SignedInPerson {
  id: number;
  name: string;
  job: string;
  email: string;
  language: Language;
  roles: PersonRole[];
  second_factor?: boolean;
  /** The one meeting that is open to somebody who came by a joining link; null with an account. */
  guest_of?: number | null;
  /** `short`: what its sector is called in a word. */
  agency: (AgencyLabel & { short?: Name; support_signposts?: string }) | null;
}

export interface DemoPerson {
  name: string;
  email: string;
  job: string;
  agency: Name | null;
  roles: string[];
}

export interface Session {
  signed_in: boolean;
  csrf_token: string;
  person: SignedInPerson | null;
  partnership: { name: Name; nation: Nation };
  demo: boolean;
  /** Where people of an agency may sign in, besides here. */
  providers?: { id: number; name: string }[];
  /** Whether the service sends e-mail. */
  mail?: boolean;
  /** The password was right, and this is asked next. */
  step?: 'code' | 'set_up' | null;
  demo_people?: DemoPerson[];
  demo_password?: string | null;
}

// ---- Home -------------------------------------------------------------------------------------

export interface Receipt {
  agency_id: number;
  recorded: boolean;
  reference: string | null;
  recorded_on: string | null;
  why_not: string | null;
  by: By | null;
  at: string;
}

export interface Card {
  meeting_id: number;
  state: MeetingState;
  purpose: Purpose;
  scheduled_at: string | null;
  case: {
    reference: string;
    subject_initials: string;
    subject_type: SubjectType;
    age_band: string | null;
  };
  role: SeatRole;
  agency: AgencyLabel | null;
  ready_to_open: boolean;
  needed: string[];
  attendance: Attendance | null;
  owned: number;
  involved: number;
  recorded: Receipt | null;
  /** When it was to be held before it was postponed. */
  postponed_from: string | null;
  /** Why it was postponed or cancelled; '' when it was not. */
  called_off_because: string;
  /** Of a meeting that is coming, whether one's agency is ready; null where one does not prepare. */
  prepared: boolean | null;
  closed_at: string | null;
}

/** A disagreement that a facilitator still has to see through. */
export interface LivingDisagreement {
  meeting_id: number;
  meeting_day: string | null;
  case: { reference: string; subject_initials: string };
  id: number;
  about: string;
  state: 'open' | 'escalated';
  stage: number | null;
  stage_name: Name | null;
  owner: Name | null;
  immediate_risk: boolean;
  due_on: string | null;
  working_days_left: number;
  working_days_late: number;
  overdue: boolean;
}

export interface Home {
  live: Card[];
  coming: Card[];
  to_record: Card[];
  past: Card[];
  disagreements: LivingDisagreement[];
  can_plan: boolean;
}

// ---- Reference data ---------------------------------------------------------------------------

export interface Level {
  level: number;
  name: Name;
  short?: Name;
  source: string;
  source_text?: Name;
  as_of: string;
}

export interface Clock {
  key: string;
  name: Name;
  start: string[];
  ends_with: string | null;
  again_with?: string | null;
  amount: number;
  unit: 'working_days' | 'weeks' | 'months';
  note?: Name | null;
  /** How long after each further time, the last of them for ever. */
  then?: { amount: number; unit: 'working_days' | 'weeks' | 'months' }[];
  jurisdiction: string;
  source: string;
  source_text?: Name;
  as_of: string;
}

export interface EscalationStage {
  stage: number;
  name: Name;
  working_days: number | null;
  source: string;
  source_text?: Name;
  as_of: string;
}

export interface Keyed {
  key: string;
  name: Name;
}

export interface Stage extends Keyed {
  prompt: Name;
  minutes: number;
}

export interface Template extends Keyed {
  stages: Stage[];
}

export interface GroundRulesText {
  version: string;
  text: { en: string[]; cy: string[] };
}

export interface Reference {
  /** What entries may cite. */
  sources: ListedSource[];
  nation: Nation;
  levels: Level[];
  clocks: Clock[];
  escalation_stages: EscalationStage[];
  sectors: (Keyed & { code: string; short?: Name })[];
  prompts: (Keyed & { hint: Name; adult_name?: Name | null; adult_hint?: Name | null })[];
  criteria: Keyed[];
  milestone_kinds: Keyed[];
  templates: Template[];
  ground_rules: GroundRulesText;
  stands: Keyed[];
  attendances: Keyed[];
  roles?: Keyed[];
  support_signposts: (Keyed & { as_of: string })[];
}

/** The part of the reference data that a board needs. */
export type BoardReference = Pick<Reference, 'levels' | 'clocks' | 'escalation_stages' | 'prompts' | 'ground_rules' | 'support_signposts'>;

// ---- Administration ---------------------------------------------------------------------------

export interface Agency extends AgencyLabel {
  version: number;
  key: string;
  sector: string;
  record_system: string | null;
  contact_address: string | null;
  support_signposts: string;
  active: boolean;
}

export interface Person {
  id: number;
  version: number;
  name: string;
  job: string;
  email: string;
  language: Language;
  agency_id: number | null;
  roles: PersonRole[];
  active: boolean;
  second_factor?: boolean;
  has_password?: boolean;
  /** Roles that wait for a second administrator. */
  proposed?: { role: PersonRole; by: { id: number; name: string }; at: string }[];
}

export interface DirectoryPerson {
  id: number;
  name: string;
  job: string;
  agency_id: number | null;
  roles: PersonRole[];
}

export interface Directory {
  agencies: (AgencyLabel & { sector: string })[];
  people: DirectoryPerson[];
}

// ---- Planning ---------------------------------------------------------------------------------

export interface Case {
  id: number;
  version: number;
  reference: string;
  subject_initials: string;
  subject_type: SubjectType;
  age_band: string | null;
  milestones: Milestone[];
}

export type NewCase = Omit<Case, 'id' | 'version'>;

export interface Invited {
  agency_id: number;
  representatives: number[];
  recorders: number[];
}

export interface Plan {
  meeting_id: number;
  version: number;
  state: MeetingState;
  case: Case;
  purpose: Purpose;
  criteria: Criterion[];
  criteria_other: string | null;
  scheduled_at: string | null;
  planned_minutes: number;
  session_model: SessionModel;
  template: string;
  information_shared: InformationShared;
  lawful_basis: LawfulBasis | '';
  lawful_basis_note: string;
  invited: Invited[];
  advisers: number[];
  observers: number[];
  deputy_id: number | null;
  needed: string[];
  facilitator: { person_id: number; name: string };
}

// ---- Acts -------------------------------------------------------------------------------------

export type ActName =
  | RequirementAct
  | 'cite_source'
  | 'withdraw_citation'
  | FacilitationAct
  | 'open_meeting'
  | 'accept_ground_rules'
  | 'record_attendance'
  | 'invite_agency'
  | 'seat_person'
  | 'remove_seat'
  | 'hand_over_chair'
  | 'postpone_meeting'
  | 'cancel_meeting'
  | 'take_chair'
  | 'set_stage'
  | 'add_threshold_position'
  | 'move_threshold_position'
  | 'withdraw_threshold_position'
  | 'raise_disagreement'
  | 'resolve_disagreement'
  | 'escalate_disagreement'
  | 'settle_disagreement'
  | 'advance_disagreement'
  | 'raise_drift_concern'
  | 'amend_drift_concern'
  | 'withdraw_drift_concern'
  | 'add_chronology_event'
  | 'amend_chronology_event'
  | 'withdraw_chronology_event'
  | 'bring_chronology_events'
  | 'add_reflection'
  | 'amend_reflection'
  | 'withdraw_reflection'
  | 'propose_decision'
  | 'amend_decision'
  | 'withdraw_decision'
  | 'give_consent'
  | 'agree_decision'
  | 'close_meeting'
  | 'prepare'
  | 'share_preparation'
  | 'start_read_back'
  | 'confirm_read_back'
  | 'add_addendum';

export interface ActDone {
  ok: true;
  entries: Entry[];
}

/** A refusal, the same from a route and from the socket. */
export interface Refusal {
  ok: false;
  code: string;
  message: string;
  fields?: Record<string, string>;
  current?: unknown;
  /** Seconds to wait before the same is sent again. */
  retry_after?: number;
}

// ---- Exports and receipts ---------------------------------------------------------------------

export type ExportFormat = 'pdf' | 'docx' | 'xlsx' | 'csv' | 'json' | 'ics' | 'txt';

export interface Exports {
  interim: boolean;
  seq: number;
  agency: { id: number; name: Name; code: string };
  formats: ExportFormat[];
  owned: number;
  involved: number;
}

/** What the audit says of a file that was handed out. `issue` null: an interim copy, as at entry `seq`. */
export interface KnownExport {
  meeting_id: number;
  format: ExportFormat | 'zip';
  language: Language;
  seq: number;
  issue: number | null;
  taken_at: string;
  newest: boolean;
}

/** The same of a ZIP of many meetings, which is of no one moment of theirs. */
export interface KnownBulk {
  format: 'bulk';
  language: Language;
  taken_at: string;
  first: string;
  last: string;
  meetings: number;
}

export type NewReceipt =
  | { recorded: true; reference: string; recorded_on: string }
  | { recorded: false; why_not: string };
