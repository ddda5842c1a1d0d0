import type { AgencyLabel } from './types';

export interface Agreement {
  agency_id: number;
  version: number;
  purpose: string;
  /** Which cases are brought; empty where it was kept before that was asked. */
  cases: string;
  every_weeks: number;
  confidentiality: string;
  disagreement: string;
  signed_by: string;
  begins: string;
  review_on: string;
  /** The last day on which the agency was present at a meeting. */
  last_met: string | null;
  review_overdue: boolean;
  /** By when it is to have met again; null before the agreement begins. */
  due_by: string | null;
  missed: boolean;
}

export interface AgencyWithAgreement {
  agency: AgencyLabel;
  agreement: Agreement | null;
}
