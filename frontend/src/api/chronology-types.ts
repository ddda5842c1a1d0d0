/** The multi-agency chronology: key events, each in the lane of the agency that put it there. */
import type { By } from './types';

export interface ChronologyEventView {
  type: 'chronology_event';
  id: number;
  version: number;
  agency_id: number;
  /** The day, or the first of them. */
  began: string;
  /** The last day of what lasted longer. */
  ended: string | null;
  what: string;
  source: string;
  /** Its agency brought it from an earlier meeting on the case. */
  from_earlier_meeting: boolean;
  added_at: string;
  withdrawn: boolean;
  withdrawn_because: string | null;
  by: By;
}

/** What one's own agency has prepared, and what it showed in earlier meetings and may bring. */
export interface OwnChronology {
  state: string;
  events: ChronologyEventView[];
  earlier: ChronologyEventView[];
}
