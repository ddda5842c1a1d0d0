/** Figures for whoever leads on assurance. */

import type { Name } from './types';

/** A count; `few`: fewer than can be told; yes or no; `none`: there is none; null: too few to say. */
export type FigureCell = number | 'few' | 'none' | boolean | null;

export interface FigureRow {
  key: string;
  /** `2026-09`, where the row is a month. */
  month: string | null;
  label: Name | null;
  cells: FigureCell[];
}

export interface FigureTable {
  key: string;
  title: Name;
  source: Name;
  rows_are: Name;
  columns: { key: string; title: Name }[];
  rows: FigureRow[];
  /** It says nothing of a case, so its counts are told as they are. */
  exact: boolean;
}

export interface Figures {
  first: string;
  last: string;
  agency_id: number | null;
  fewest: number;
  /** Too few meetings were held to break anything down. */
  withheld: boolean;
  most_months: number;
  agencies: { id: number; name: Name }[];
  tables: FigureTable[];
}
