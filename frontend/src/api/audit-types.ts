/** Who took and read what is one's own agency's. */
import type { Name } from './types';

export interface AuditedMeeting {
  id: number;
  /** Null once the case was deleted. */
  reference: string | null;
  day: string | null;
}

export interface AuditLine {
  id: number;
  at: string;
  what: string;
  /** `what` in words. */
  said: Name;
  /** Null where the agency is all that is told, or nobody did it. */
  who: string | null;
  agency: { id: number; name: Name } | null;
  own: boolean;
  meeting: AuditedMeeting | null;
  about: string | null;
  format: string | null;
}

export interface AgencyAudit {
  rows: AuditLine[];
  found: number;
  page: number;
  pages: number;
  meetings: AuditedMeeting[];
  /** The day from which the list goes, where none was chosen. */
  since: string | null;
}
