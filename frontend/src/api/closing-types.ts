/** What a meeting has at its end and after it. */

import type { By } from './types';

/** The read-back of what was agreed: which agencies confirmed which decisions. */
export interface ReadBackView {
  type: 'read_back';
  id: number;
  version: number;
  started_at: string;
  confirmed: { agency_id: number; person_id: number; decisions: number[]; at: string }[];
  by: By;
}

/** What was added to the record of a closed meeting; `corrects` null: to the record as a whole. */
export interface AddendumView {
  type: 'addendum';
  id: number;
  version: number;
  agency_id: number;
  corrects: { type: string; id: number } | null;
  text: string;
  reason: string;
  added_at: string;
  by: By;
}
