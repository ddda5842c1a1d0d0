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
}

export interface Retention {
  rules: RetentionRules;
  cases: KeptCase[];
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
