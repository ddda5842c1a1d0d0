/** A case and a planned meeting on it. */
import type {
  Capacity,
  Criterion,
  InformationShared,
  LawfulBasis,
  Left,
  MeetingState,
  Milestone,
  Purpose,
  SessionModel,
  SubjectType,
  Template,
} from './types';

export interface Case {
  id: number;
  version: number;
  reference: string;
  subject_initials: string;
  subject_type: SubjectType;
  age_band: string | null;
  /** Mental capacity. A meeting that was opened before it could be said has none of the two. */
  capacity?: Capacity | '';
  capacity_words?: string;
  milestones: Milestone[];
}

export type NewCase = Omit<Case, 'id' | 'version'>;

export interface Invited {
  agency_id: number;
  representatives: number[];
  recorders: number[];
}

/** Whom the last meeting on the case invited and seated, as far as they can be today. */
export interface TableBefore {
  invited: Invited[];
  advisers: number[];
  observers: number[];
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
  /** Where it is the partnership's own: the version that this meeting is planned with, though it may have been edited since. */
  own_template?: Template;
  information_shared: InformationShared;
  lawful_basis: LawfulBasis | '';
  lawful_basis_note: string;
  invited: Invited[];
  advisers: number[];
  observers: number[];
  deputy_id: number | null;
  /** Told when the plan is opened; null where its planner chaired none on the case before. */
  last_time?: TableBefore | null;
  left: Left;
  needed: string[];
  facilitator: { person_id: number; name: string };
}
