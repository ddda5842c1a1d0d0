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

export interface KeptCase {
  case_id: number;
  state: 'in_use' | 'kept' | 'due' | 'held';
  chair: string;
  meetings: { id: number; state: string; day: string | null }[];
  last_on: string | null;
  due_on: string | null;
  months: number;
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
}

export interface Keeping {
  due_on: string | null;
  months: number;
  basis: string;
  hold: CaseHold | null;
  may_hold: boolean;
  case_id: number | null;
}
