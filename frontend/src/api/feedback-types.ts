/** What those who sat in a meeting say of it as supervision, and the answer to them. */
import type { MeetingState, Name } from './types';

export const QUESTIONS = ['safe', 'heard', 'well_spent'] as const;
export const EXTENTS = ['yes', 'partly', 'no'] as const;
export type Extent = (typeof EXTENTS)[number];

export interface FeedbackSaid extends Record<(typeof QUESTIONS)[number], Extent> {
  different: string;
}

export interface OwnFeedback extends FeedbackSaid {
  version: number;
  with_name: boolean;
}

export interface GivenFeedback extends FeedbackSaid {
  /** Null where it was given without a name. */
  who: { name: string; job: string; agency_name: Name } | null;
}

export interface FeedbackResponse {
  version: number;
  text: string;
}

export interface Feedback {
  state: MeetingState;
  may_give: boolean;
  may_respond: boolean;
  mine: OwnFeedback | null;
  /** For whoever chaired, and for those who gave feedback. */
  response: FeedbackResponse | null;
  /** For whoever chaired alone. */
  given: GivenFeedback[] | null;
  /** Of fewer answers than this a nameless one may still be recognised. */
  fewest: number;
}
