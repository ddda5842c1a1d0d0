/** The annual return of an agency: its figures, and what it says of itself against the standard. */
import type { AgencyLabel, Name } from './types';

export type Rating = '' | 'in_place' | 'mostly' | 'partly' | 'not_in_place';

export interface Answer {
  rating: Rating;
  evidence: string;
  action: string;
  by_whom: string;
  by_when: string | null;
}

/** What is saved as one goes. `version` 0: this edition is not begun yet. */
export interface ReturnDraft {
  edition: number;
  version: number;
  answers: Record<string, Answer>;
  summary: string;
  approved_by: string;
  changed: { by: string; at: string } | null;
}

/** A count; a day; yes or no; `few`: fewer than can be told; null: there is nothing to count. */
export type ReturnFigure = number | string | boolean | null;

export interface FigureSection {
  key: string;
  title: Name;
  note: Name;
  rows: { key: string; label: Name; value: ReturnFigure }[];
}

export interface StatementSection {
  key: string;
  title: Name;
  statements: { key: string; text: Name }[];
}

/** The month: of the financial year, the calendar's, the academic one. */
export type YearBegins = 4 | 1 | 9;

export interface AgencyReturn extends ReturnDraft {
  agency: { id: number; name: Name; code: string };
  year: number;
  begins: YearBegins;
  first: string;
  last: string;
  figures: FigureSection[];
  fewest: number;
  statements: StatementSection[];
  ratings: { key: Rating; name: Name }[];
  submitted: { by: string; job: string; at: string } | null;
  /** Those that one may see, the oldest first. */
  editions: { edition: number; submitted_at: string | null }[];
  own: boolean;
  may_change: boolean;
  may_begin_another: boolean;
  /** The year is over, so it may be submitted. */
  ended: boolean;
}

export interface ReturnRow {
  agency: AgencyLabel;
  own: boolean;
  state: 'none' | 'draft' | 'submitted';
  /** Of what was submitted: as its year was then. */
  begins: YearBegins;
  edition: number | null;
  submitted_at: string | null;
  rated: number;
  statements: number;
}

export interface ReturnYears {
  own: number | null;
  /** Every agency's submitted ones are seen. */
  every: boolean;
  begins: YearBegins;
  may_set_year: boolean;
  years: { year: number; first: string; last: string; ended: boolean; returns: ReturnRow[] }[];
}
