/** Agencies and people, as their administrators and those who plan see them. */
import type { AgencyLabel, Language, PersonRole } from './types';

export interface Agency extends AgencyLabel {
  version: number;
  key: string;
  sector: string;
  record_system: string | null;
  contact_address: string | null;
  support_signposts: string;
  active: boolean;
}

export interface Person {
  id: number;
  version: number;
  name: string;
  job: string;
  email: string;
  language: Language;
  agency_id: number | null;
  roles: PersonRole[];
  active: boolean;
  second_factor?: boolean;
  has_password?: boolean;
  /** Roles that wait for a second administrator. */
  proposed?: { role: PersonRole; by: { id: number; name: string }; at: string }[];
}

export interface DirectoryPerson {
  id: number;
  name: string;
  job: string;
  agency_id: number | null;
  roles: PersonRole[];
  language: Language;
  /** In a plan, and in the partnership no more. */
  left?: boolean;
}

export interface Directory {
  agencies: (AgencyLabel & { sector: string; left?: boolean })[];
  people: DirectoryPerson[];
}

/** Of those in a plan, who is in the partnership no more. */
export interface Left {
  agencies: AgencyLabel[];
  people: Pick<DirectoryPerson, 'id' | 'name' | 'job' | 'agency_id'>[];
}
