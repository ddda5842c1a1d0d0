/** Whom to ask: each agency's designated and named safeguarding professionals. */
import type { Name } from './types';

export const ADVICE_ROLES = [
  'designated_doctor',
  'designated_nurse',
  'named_doctor',
  'named_nurse',
  'named_midwife',
  'designated_safeguarding_lead',
  'designated_safeguarding_person',
  'principal_social_worker',
  'designated_adult_officer',
  'caldicott_guardian',
  'other',
] as const;

export type AdviceRole = (typeof ADVICE_ROLES)[number];

export interface SafeguardingContact {
  id: number;
  version: number;
  agency_id: number;
  role: AdviceRole;
  /** How the agency calls the role; needed where it is none of the list. */
  role_name: string;
  name: string;
  telephone: string;
  email: string;
  hours: string;
  /** The day on which all of it was known to be right. */
  as_of: string;
  /** That is more than a year ago. */
  old: boolean;
}

export interface AgencyAdvice {
  agency: { id: number; name: Name; code: string; colour: number };
  contacts: SafeguardingContact[];
}

export interface Advice {
  agencies: AgencyAdvice[];
}
