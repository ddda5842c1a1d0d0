/** What each agency has to do on the case by law or procedure, and what all of it together asks of the child. */
import type { By } from './types';

export type RequirementKind = 'visit' | 'review' | 'assessment' | 'plan' | 'other';
export type RequirementUnit = 'days' | 'weeks' | 'months';
export type ChildPart = 'no' | 'seen' | 'alone';
export type Topic = 'wishes' | 'safety' | 'home' | 'health' | 'education' | 'family';

export interface RequirementView {
  type: 'requirement';
  id: number;
  version: number;
  agency_id: number;
  kind: RequirementKind;
  what: string;
  basis: string;
  /** Null: once. */
  every: number | null;
  unit: RequirementUnit;
  next_due: string | null;
  child: ChildPart;
  seen_by: string;
  asks: Topic[];
  added_at: string;
  withdrawn: boolean;
  withdrawn_because: string | null;
  by: By;
}

export interface Overlap {
  kind: 'same_week' | 'same_question' | 'same_work';
  /** What is asked, or the kind of work; empty for weeks. */
  topic: Topic | 'assessment' | 'plan' | '';
  /** Mondays. */
  weeks: string[];
  /** Ids. */
  requirements: number[];
}

/** Counted by the server as at one day, never typed. */
export interface BurdenView {
  type: 'burden';
  id: number;
  version: number;
  agency_id: number;
  as_at: string;
  months: { from: string; to: string; times: number; by_agency: { agency_id: number; times: number }[] }[];
  /** Asked once and of no date yet, so in no month. */
  undated: number;
  /** How many agencies' people see the child. */
  agencies: number;
  overlaps: Overlap[];
  by: By;
}

/** Of one's own agency's preparation; `from_earlier_meeting`: it brought it from there. */
export type OwnRequirement = RequirementView & { from_earlier_meeting: boolean };

/** What one's own agency has prepared, and what it showed in earlier meetings and may bring. */
export interface OwnRequirements {
  state: string;
  requirements: OwnRequirement[];
  earlier: OwnRequirement[];
}

export type RequirementPermission = 'add_requirement' | 'withdraw_requirement';
export type RequirementAct = 'add_requirement' | 'amend_requirement' | 'withdraw_requirement';
export type RequirementEntry = 'requirement_added' | 'requirement_amended' | 'requirement_withdrawn' | 'burden_reckoned';
