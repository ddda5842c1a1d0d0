/** What a board is made of: the views of its things, and a snapshot. */

import type {
  CapacityView,
  FacilitationView,
  HandView,
  PositionRoundView,
  PrivatePointView,
  ReadinessView,
  SharedPointView,
  Test,
} from './facilitation-types';
import type { AddendumView, ReadBackView } from './closing-types';
import type { EmergencyAccessView } from './emergency-types';
import type {
  Attendance,
  BoardReference,
  By,
  Case,
  Criterion,
  GroundRulesText,
  InformationShared,
  LawfulBasis,
  MeetingState,
  Name,
  Nation,
  Permission,
  Prompt,
  Purpose,
  RiskSource,
  SeatRole,
  SessionModel,
  Stage,
  Stand,
} from './types';
import type { PreparationView } from './preparation-types';
import type { ChronologyEventView } from './chronology-types';
import type { ProcessChallengeView } from './challenge-types';
import type { ActivityItem } from './log-types';
import type { LearningPointView } from './learning-types';
import type { CitationView } from './citation-types';
import type { InvolvementView } from './network-types';
import type { BurdenView, RequirementView } from './requirement-types';
import type { CaseTimeline } from './timeline-types';

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
  /** Missing in the record of a meeting held before it was asked. */
  session_model?: SessionModel;
  template: string;
  stages: Stage[];
  stage: string | null;
  stage_started_at: string | null;
  /** When each stage was begun and left, in order; one that was begun again is there twice. */
  stage_times: { stage: string; from: string; to: string | null }[];
  information_shared: InformationShared;
  lawful_basis: LawfulBasis | '';
  lawful_basis_note: string;
  nation: Nation;
  partnership: Name;
  case: Omit<Case, 'version'>;
  /** Missing in a meeting that was opened before there were timelines. */
  timeline?: CaseTimeline;
  /** The ground rules it was opened with; null until then. */
  ground_rules_version: string | null;
  facilitator_id: number;
  /** Who may take the chair while the chair is away. */
  deputy_id: number | null;
  opened_at: string | null;
  closed_at: string | null;
  postponed_from: string | null;
  postponed_because: string;
  cancelled_at: string | null;
  cancelled_because: string;
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
  /** May facilitate meetings, and so be handed the chair. */
  may_chair: boolean;
  removed: boolean;
  removed_because: string;
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
  /** What the agency held against its own view; '' where nothing. */
  tested: Record<Test, string>;
  /** Earlier places of the same agency, oldest first. */
  history: { level: number; evidence: string; at: string }[];
  added_at: string;
  changed_at: string;
  /** In a hidden round: only its own agency sees it so. */
  hidden: boolean;
}

interface Escalation {
  owner_agency_id: number;
  reason: string;
  immediate_risk: boolean;
  stage: number;
  stage_name: Name;
  due_on: string | null;
}

export interface DisagreementView extends ViewOf<'disagreement'> {
  agency_id: number | null;
  about: string;
  between: number[];
  state: 'open' | 'resolved' | 'escalated';
  how: string | null;
  escalation: Escalation | null;
  escalated_at: string | null;
  /** Stages that it has left behind, oldest first. */
  earlier_stages: (Escalation & { from: string | null; until: string })[];
  raised_at: string;
  settled_at: string | null;
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
  /** What it takes up. */
  answers: { type: string; id: number }[];
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
  authority: '' | 'within_role' | 'needs_sign_off';
  sign_off_by: string;
  /** What is shared with the family, by whom, when. */
  family_what: string;
  family_by: string;
  family_on: string | null;
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
  | ChronologyEventView
  | InvolvementView
  | RequirementView
  | CitationView
  | ProcessChallengeView
  | LearningPointView
  | BurdenView
  | ReflectionView
  | DecisionView
  | ConsentView
  | FacilitationView
  | PreparationView
  | ReadBackView
  | AddendumView
  | EmergencyAccessView;

export type ViewType = View['type'];

/** What is left of a thing whose content was erased. */
export interface ErasedView {
  type: ViewType;
  id: number;
  version: number;
  erased: true;
}

export interface Me {
  person_id: number;
  seat_id: number | null;
  /** `emergency`: without a part in the meeting, and reading its record for a while. */
  role: SeatRole | 'emergency';
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
  chronology_event: ChronologyEventView[];
  involvement: InvolvementView[];
  requirement: RequirementView[];
  citation: CitationView[];
  process_challenge: ProcessChallengeView[];
  learning_point: LearningPointView[];
  burden: BurdenView[];
  reflection: (ReflectionView | ErasedView)[];
  decision: DecisionView[];
  consent: ConsentView[];
  position_round: PositionRoundView[];
  preparation: PreparationView[];
  hand: HandView[];
  readiness: ReadinessView[];
  capacity: CapacityView[];
  private_point: (PrivatePointView | ErasedView)[];
  shared_point: SharedPointView[];
  read_back: ReadBackView[];
  addendum: AddendumView[];
  emergency_access: EmergencyAccessView[];
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
