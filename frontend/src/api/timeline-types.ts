/** A case's statutory timeline, as the server reckons it. */
import type { Name } from './types';

export type TimelineState = 'held' | 'late' | 'due' | 'not_recorded';

export interface Interval {
  amount: number;
  unit: 'working_days' | 'weeks' | 'months';
}

interface Sourced {
  jurisdiction: string;
  source: string;
  source_text: Name;
  as_of: string;
}

/** One time that something was or is due. */
export interface TimelineItem {
  counted_from: string;
  due: string;
  held: string | null;
  /** When it is to be held, where that is known. */
  booked: string | null;
  state: TimelineState;
  days: number;
  days_unit: 'working_days_late' | 'calendar_days_late';
  interval: Interval;
  due_falls_on: 'bank_holiday' | 'weekend' | null;
}

export interface TimelineClock extends Sourced {
  key: string;
  name: Name;
  note: Name | null;
  items: TimelineItem[];
}

export interface DriftSign extends Sourced {
  key: string;
  name: Name;
  since: string;
}

export interface CaseTimeline {
  as_at: string;
  clocks: TimelineClock[];
  signs: DriftSign[];
}
