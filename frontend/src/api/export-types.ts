/** What an agency takes away, and says that it has recorded. */
import type { Language, Name } from './types';

export type ExportFormat = 'pdf' | 'docx' | 'xlsx' | 'csv' | 'json' | 'ics' | 'txt';

/** What the audit says of a file that was handed out. `issue` null: an interim copy, as at entry `seq`. */
export interface KnownExport {
  meeting_id: number;
  format: ExportFormat | 'zip';
  language: Language;
  seq: number;
  issue: number | null;
  taken_at: string;
  newest: boolean;
}

/** The same of a ZIP of many meetings, which is of no one moment of theirs. */
export interface KnownBulk {
  format: 'bulk';
  language: Language;
  taken_at: string;
  first: string;
  last: string;
  meetings: number;
}

export type NewReceipt =
  | { recorded: true; reference: string; recorded_on: string }
  | { recorded: false; why_not: string };
