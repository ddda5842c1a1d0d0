/** The cards of the home page. */
import type { AgencyLabel, Attendance, By, MeetingState, Name, Purpose, SeatRole, SubjectType } from './types';

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
  /** Working days since it closed, while nothing was said of recording it. */
  waiting_days: number;
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
