/** What becomes of decisions after a meeting, as the inbox and the facilitator's overview read it. */

import type { AgencyLabel, Attendance, Purpose, Receipt } from './types';

export type ProgressState = 'not_started' | 'under_way' | 'done' | 'cannot' | 'not_done';
export type ReceiptState = 'to_record' | 'changed' | 'recorded' | 'not_recorded';

export interface ProgressReport {
  id: number;
  state: ProgressState;
  words: string;
  at: string;
  by: string | null;
  agency: AgencyLabel | null;
}

export interface HandOver {
  id: number;
  from: AgencyLabel;
  to: AgencyLabel;
  state: 'asked' | 'accepted' | 'declined' | 'taken_back';
  why: string;
  asked_at: string;
  asked_by: string | null;
  answer: string;
  answered_at: string | null;
  answered_by: string | null;
}

export interface History {
  reports: ProgressReport[];
  hand_overs: HandOver[];
}

export interface DecisionDuty {
  id: number;
  /** One's own agency owns it, is involved, or is asked to take it on. */
  part: 'owned' | 'involved' | 'asked';
  text: string;
  measure: string;
  responsible: string;
  due: string | null;
  owner: AgencyLabel | null;
  changed_at: string | null;
  progress: ProgressReport | null;
  /** A word on it is wanted now. */
  asked: boolean;
  overdue: boolean;
  /** In working days. */
  late_days: number;
  hand_over: HandOver | null;
}

export type SignedReceipt = Receipt & { by_name: string | null };

export interface Duty {
  meeting_id: number;
  meeting_day: string | null;
  closed_at: string | null;
  purpose: Purpose;
  case: { reference: string; subject_initials: string };
  agency: AgencyLabel;
  attendance: Attendance;
  state: ReceiptState;
  /** Working days since there was something new to record. */
  waiting_days: number;
  late: boolean;
  receipt: SignedReceipt | null;
  hours_to_receipt: number | null;
  decisions: DecisionDuty[];
  may_take_over: AgencyLabel[];
}

export interface Figures {
  to_record: number;
  meetings_to_record: number;
  late: number;
  oldest_days: number;
  overdue: number;
  overdue_days: number;
  asked: number;
  to_answer: number;
  recorded: number;
  average_days: number | null;
}

export interface ReminderDays {
  receipt_days: number;
  progress_days: number;
  repeat_days: number;
  by_email: boolean;
}

export interface Inbox {
  duties: Duty[];
  figures: Figures;
  days: ReminderDays;
}

export type AgencyState = Pick<Duty, 'agency' | 'attendance' | 'state' | 'waiting_days' | 'late' | 'receipt' | 'hours_to_receipt'> & {
  involved: number;
  owned: DecisionDuty[];
};

export interface MeetingState {
  id: number;
  day: string | null;
  purpose: Purpose;
  agencies: AgencyState[];
}

export interface CaseState {
  id: number;
  reference: string;
  subject_initials: string;
  meetings: MeetingState[];
}

export interface Overview {
  cases: CaseState[];
  days: ReminderDays;
}
