/** Downloading many meetings at once. */

export interface BulkMeeting {
  meeting_id: number;
  day: string | null;
  state: 'open' | 'closed';
  reference: string;
  subject_initials: string;
  recorded: boolean;
}

/** What a download of these days holds. `found` may be more than the `most` that one download takes. */
export interface BulkHolds {
  first: string;
  last: string;
  found: number;
  most: number;
  meetings: BulkMeeting[];
}
