/**
 * What the server sends and takes, as TypeScript.
 *
 * Dates are "YYYY-MM-DD". Times are ISO 8601 with an offset. Ids are integers, unique within a type.
 */

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
  | 'chair'
  | 'state_position'
  | 'raise_disagreement'
  | 'raise_concern'
  | 'reflect'
  | 'propose_decision'
  | 'give_consent'
  | 'read_board'
  | 'take_export'
  | 'record_receipt';

export type MeetingState = 'planned' | 'open' | 'closed' | 'cancelled';
export type Purpose = 'decision_making' | 'reflective';
export type Criterion = 'threshold' | 'drift' | 'emotional_impact' | 'other';
export type SubjectType = 'child' | 'unborn_child' | 'adult_at_risk';
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
  agency: AgencyLabel | null;
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
  closed_at: string | null;
}

export interface Home {
  live: Card[];
  coming: Card[];
  to_record: Card[];
  past: Card[];
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
  amount: number;
  unit: 'working_days' | 'weeks' | 'months';
  note?: Name | null;
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
}

/** The part of the reference data that a board needs. */
export type BoardReference = Pick<Reference, 'levels' | 'clocks' | 'escalation_stages' | 'prompts' | 'ground_rules'>;

// ---- Administration ---------------------------------------------------------------------------

export interface Agency extends AgencyLabel {
  version: number;
  key: string;
  sector: string;
  record_system: string | null;
  contact_address: string | null;
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
  template: string;
  information_shared: InformationShared;
  invited: Invited[];
  advisers: number[];
  observers: number[];
  needed: string[];
  facilitator: { person_id: number; name: string };
}

// ---- Views: the whole of a thing in a meeting, as it stands at `version` ----------------------

interface ViewOf<Type extends string> {
  type: Type;
  id: number;
  version: number;
}

export interface MeetingView extends ViewOf<'meeting'> {
  state: MeetingState;
  purpose: Purpose;
  criteria: Criterion[];
  criteria_other: string | null;
  scheduled_at: string | null;
  meeting_day: string | null;
  planned_minutes: number;
  template: string;
  stages: Stage[];
  stage: string | null;
  stage_started_at: string | null;
  information_shared: InformationShared;
  nation: Nation;
  partnership: Name;
  case: Omit<Case, 'version'>;
  facilitator_id: number;
  opened_at: string | null;
  closed_at: string | null;
  next_meeting_on: string | null;
  no_next_meeting_because: string | null;
  childs_voice_not_heard_because: string | null;
}

export interface InvitationView extends ViewOf<'invitation'> {
  agency_id: number;
  name: Name;
  code: string;
  colour: number;
  sector: string;
  record_system: string | null;
  attendance: Attendance;
}

export interface SeatView extends ViewOf<'seat'> {
  person_id: number;
  name: string;
  job: string;
  role: SeatRole;
  agency_id: number | null;
  agency_name: Name | null;
  agency_code: string | null;
  agency_colour: number | null;
  ground_rules_accepted_at: string | null;
  removed: boolean;
}

interface Withdrawable {
  withdrawn: boolean;
  withdrawn_because: string | null;
  by: By;
}

export interface ThresholdPositionView extends ViewOf<'threshold_position'>, Withdrawable {
  agency_id: number;
  level: number;
  evidence: string;
  would_change_view: string | null;
  /** Earlier places of the same agency, oldest first. */
  history: { level: number; evidence: string; at: string }[];
  added_at: string;
  changed_at: string;
}

export interface DisagreementView extends ViewOf<'disagreement'> {
  agency_id: number | null;
  about: string;
  between: number[];
  state: 'open' | 'resolved' | 'escalated';
  how: string | null;
  escalation: {
    owner_agency_id: number;
    reason: string;
    immediate_risk: boolean;
    stage: number;
    stage_name: Name;
    due_on: string | null;
  } | null;
  raised_at: string;
  by: By;
}

export interface Reckoning {
  counted_from: string;
  due: string | null;
  held: string | null;
  days: number;
  unit: 'working_days_late' | 'calendar_days_late' | 'calendar_days_waiting';
  on_meeting_day: boolean;
}

export interface DriftConcernView extends ViewOf<'drift_concern'>, Withdrawable {
  agency_id: number | null;
  what: string;
  effect_on_child: string;
  risk_source: RiskSource;
  /** A clock's key, or "none". */
  expectation: string;
  since: string | null;
  from_milestone: string | null;
  reckoning: Reckoning;
  raised_at: string;
}

export interface ReflectionView extends ViewOf<'reflection'>, Withdrawable {
  agency_id: number | null;
  prompt: Prompt;
  text: string;
  added_at: string;
}

export type Missing = 'text' | 'measure' | 'responsible' | 'owner' | 'due' | 'due_in_past' | 'reflects_child';

export interface DecisionView extends ViewOf<'decision'> {
  state: 'proposed' | 'agreed' | 'withdrawn';
  /** The proposer's agency, whoever owns the decision. */
  agency_id: number | null;
  owner_agency_id: number | null;
  involves: number[];
  text: string;
  measure: string;
  responsible: string;
  due: string | null;
  reflects_child: string;
  rationale: string | null;
  answers: { type: string; id: number }[];
  missing: Missing[];
  proposed_at: string;
  agreed_at: string | null;
  withdrawn_because: string | null;
  by: By;
}

export interface ConsentView extends ViewOf<'consent'> {
  decision_id: number;
  agency_id: number;
  stand: Stand;
  reason: string | null;
  lapsed: boolean;
  given_at: string;
  by: By;
}

export type View =
  | MeetingView
  | InvitationView
  | SeatView
  | ThresholdPositionView
  | DisagreementView
  | DriftConcernView
  | ReflectionView
  | DecisionView
  | ConsentView;

export type ViewType = View['type'];

/** What is left of a thing whose content was erased. */
export interface ErasedView {
  type: ViewType;
  id: number;
  version: number;
  erased: true;
}

// ---- The log, as sent -------------------------------------------------------------------------

export type EntryKind =
  | 'meeting_planned'
  | 'plan_changed'
  | 'meeting_opened'
  | 'ground_rules_accepted'
  | 'attendance_recorded'
  | 'stage_set'
  | 'threshold_position_added'
  | 'threshold_position_moved'
  | 'threshold_position_withdrawn'
  | 'disagreement_raised'
  | 'disagreement_resolved'
  | 'disagreement_escalated'
  | 'drift_concern_raised'
  | 'drift_concern_amended'
  | 'drift_concern_withdrawn'
  | 'reflection_added'
  | 'reflection_amended'
  | 'reflection_withdrawn'
  | 'decision_proposed'
  | 'decision_amended'
  | 'decision_withdrawn'
  | 'decision_agreed'
  | 'consent_given'
  | 'consent_lapsed'
  | 'meeting_closed'
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

export interface Me {
  person_id: number;
  seat_id: number | null;
  role: SeatRole;
  agency_id: number | null;
  can: Permission[];
}

export type Cursors = Record<string, number>;

export interface SnapshotViews {
  meeting: MeetingView[];
  invitation: InvitationView[];
  seat: SeatView[];
  threshold_position: ThresholdPositionView[];
  disagreement: DisagreementView[];
  drift_concern: DriftConcernView[];
  reflection: (ReflectionView | ErasedView)[];
  decision: DecisionView[];
  consent: ConsentView[];
}

export interface Snapshot {
  meeting_id: number;
  cursors: Cursors;
  views: SnapshotViews;
  me: Me;
  reference: BoardReference;
  activity: ActivityItem[];
  present: number[];
  now: string;
}

/** What a person sees of a meeting before its board. */
export interface Door {
  meeting_id: number;
  me: Me;
  ground_rules: GroundRulesText & { accepted: boolean };
  meeting: MeetingView;
  invitations: InvitationView[];
  seats: SeatView[];
  needed: string[];
}

// ---- Acts -------------------------------------------------------------------------------------

export type ActName =
  | 'open_meeting'
  | 'accept_ground_rules'
  | 'record_attendance'
  | 'set_stage'
  | 'add_threshold_position'
  | 'move_threshold_position'
  | 'withdraw_threshold_position'
  | 'raise_disagreement'
  | 'resolve_disagreement'
  | 'escalate_disagreement'
  | 'raise_drift_concern'
  | 'amend_drift_concern'
  | 'withdraw_drift_concern'
  | 'add_reflection'
  | 'amend_reflection'
  | 'withdraw_reflection'
  | 'propose_decision'
  | 'amend_decision'
  | 'withdraw_decision'
  | 'give_consent'
  | 'agree_decision'
  | 'close_meeting';

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
}

// ---- Exports and receipts ---------------------------------------------------------------------

export type ExportFormat = 'pdf' | 'csv' | 'json';

export interface Exports {
  interim: boolean;
  seq: number;
  agency: { id: number; name: Name; code: string };
  formats: ExportFormat[];
  owned: number;
  involved: number;
}

export type NewReceipt =
  | { recorded: true; reference: string; recorded_on: string }
  | { recorded: false; why_not: string };
