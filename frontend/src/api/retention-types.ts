/** How long cases are kept, and what holds one back. Numbers and days; nothing that a case says. */
export interface RetentionRules {
  /** 0 while they are as shipped. */
  version: number;
  child_months: number;
  adult_months: number;
  backup_days: number;
  basis: string;
  set_by: string | null;
  set_at: string | null;
}

export interface CaseHold {
  reason: string;
  by: string;
  at: string;
}

/** A meeting that has not come to an end. `until`: of a plan without a day or a meeting left open, when it keeps its case no longer. */
export interface KeptBecause {
  meeting_id: number;
  why: 'no_day' | 'to_come' | 'goes_on' | 'postponed';
  day: string | null;
  since: string | null;
  until: string | null;
  facilitator: string;
  /** They still have an account, and facilitate. */
  active: boolean;
  mine: boolean;
}

export interface KeptCase {
  case_id: number;
  state: 'in_use' | 'kept' | 'due' | 'held';
  chair: string;
  meetings: { id: number; state: string; day: string | null }[];
  last_on: string | null;
  due_on: string | null;
  months: number;
  /** What keeps it in use. */
  because: KeptBecause[];
  /** Agencies that have not said that they recorded the decisions. */
  unrecorded: number;
  hold: CaseHold | null;
  /** Somebody asked for it to be deleted; `mine`: the reader did. */
  asked: { by: string; at: string; mine: boolean } | null;
}

/** What is left of a meeting that was deleted. */
export interface DeletedMeeting {
  meeting_id: number;
  day: string | null;
  at: string;
  asked_by: string | null;
  confirmed_by: string | null;
  rule: { months: number; last_on: string | null; due_on: string | null; basis: string };
  counts: { rows: number; entries: number; meetings: number };
  log: { entries: number; last_hash: string | null; private_streams: number };
  again_at: string | null;
  backups: { made_at: string; delete_by: string }[];
  /** Whether the stub is as it was made. */
  holds: boolean;
}

export interface PurgedCase {
  case_id: number;
  at: string;
  meetings: DeletedMeeting[];
}

export interface Retention {
  rules: RetentionRules;
  cases: KeptCase[];
  purged: PurgedCase[];
  may_set: boolean;
  /** Whether e-mail is on. */
  mail: boolean;
}

export interface Keeping {
  due_on: string | null;
  months: number;
  basis: string;
  hold: CaseHold | null;
  may_hold: boolean;
  case_id: number | null;
  /** Of a plan without a day; `warned`: it keeps its case not much longer. */
  plan: { until: string; warned: boolean } | null;
}
