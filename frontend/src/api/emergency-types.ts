/** Emergency access: somebody without a part in a meeting opens its record, and everybody in it is told. */

import type { AgencyLabel, By, Name } from './types';

export type EmergencyKind =
  | 'emergency_access_opened'
  | 'emergency_access_ended'
  | 'emergency_access_acknowledged'
  | 'emergency_access_asked'
  | 'emergency_access_answered';

export interface EmergencyReply {
  id: number;
  agency_id: number;
  /** Said by the chair as such, and not for an agency. */
  as_chair: boolean;
  at: string;
  /** '' where it was acknowledged and nothing asked. */
  question: string;
  answer: string;
  answered_at: string | null;
}

export interface EmergencyAccessView {
  type: 'emergency_access';
  id: number;
  version: number;
  agency_id: number;
  name: string;
  job: string;
  agency_name: Name;
  agency_code: string;
  reason: string;
  opened_at: string;
  ends_at: string;
  /** When it was ended before its time. */
  ended_at: string | null;
  replies: EmergencyReply[];
  by: By;
}

/** What whoever opened records sees of it afterwards. */
export interface OwnAccess extends Omit<EmergencyAccessView, 'replies'> {
  meeting_id: number;
  meeting_opened_at: string;
  replies: (EmergencyReply & { agency_name: Name })[];
}

export interface FoundMeeting {
  meeting_id: number;
  state: 'open' | 'closed';
  opened_at: string;
  agencies: AgencyLabel[];
}

/** On home, until one's agency, or oneself as the chair, has acknowledged it. */
export interface EmergencyNotice {
  id: number;
  name: string;
  job: string;
  agency_name: Name;
  opened_at: string;
  ends_at: string;
  meeting_opened_at: string;
  chaired: boolean;
  may_answer: boolean;
  /** Both null for those of an agency who have no part in the meeting. */
  reason: string | null;
  meeting_id: number | null;
}
