/** What the earlier meetings on a case left to follow up. */

import type { Reckoning } from './board-types';
import type { ProgressState } from './follow-types';
import type { AgencyLabel, Name } from './types';

export interface LeftDecision {
  id: number;
  text: string;
  measure: string;
  responsible: string;
  due: string | null;
  owner: AgencyLabel | null;
  involves: AgencyLabel[];
}

export interface LeftDisagreement {
  id: number;
  about: string;
  between: AgencyLabel[];
  raised_on: string | null;
  /** Resolved: since this meeting opened. */
  state: 'open' | 'escalated' | 'resolved';
  how: string;
  owner: AgencyLabel | null;
  stage_name: Name | null;
  due: string | null;
  /** For whoever chairs the open meeting: what the acts say that see it through. */
  to_see_through: { meeting_id: number; version: number; stage: number | null; owners: AgencyLabel[] } | null;
}

export interface LeftDrift {
  id: number;
  what: string;
  agency: AgencyLabel | null;
  expectation: string;
  then: Reckoning;
  now: Reckoning;
}

/** What its owner said of a decision since. Its words only where one may read them. */
export interface Followed {
  recorded: boolean | null;
  progress: ProgressState | null;
  progress_at: string | null;
  progress_words: string;
}

/** An early sign of risk that was noted. */
export interface LeftRisk {
  id: number;
  text: string;
  agency: AgencyLabel | null;
}

export interface LastTime {
  /** The last meeting's day; null where there was none that one may know of. */
  held_on: string | null;
  decisions: (LeftDecision & Followed)[];
  proposed: LeftDecision[];
  drift: LeftDrift[];
  early_risks: LeftRisk[];
  disagreements: LeftDisagreement[];
}
