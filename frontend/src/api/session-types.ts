/** Who is signed in, and in what partnership. */
import type { Language, Name, Nation, PersonRole } from './types';

export interface AgencyLabel {
  id: number;
  name: Name;
  code: string;
  /** Index into the palette of twelve. */
  colour: number;
}

export type Factor = 'app' | 'passkey';

export interface SignedInPerson {
  id: number;
  name: string;
  job: string;
  email: string;
  language: Language;
  roles: PersonRole[];
  /** Which second factors are set up. */
  factors?: Factor[];
  /** The one meeting that is open to somebody who came by a joining link; null with an account. */
  guest_of?: number | null;
  /** `short`: what its sector is called in a word. */
  agency: (AgencyLabel & { short?: Name; support_signposts?: string }) | null;
}

export interface DemoPerson {
  name: string;
  email: string;
  job: string;
  agency: Name | null;
  roles: string[];
}

export interface Session {
  signed_in: boolean;
  csrf_token: string;
  person: SignedInPerson | null;
  partnership: { name: Name; nation: Nation };
  demo: boolean;
  /** Where people of an agency may sign in, besides here. */
  providers?: { id: number; name: string }[];
  /** Whether the service sends e-mail. */
  mail?: boolean;
  /** The password was right, and this is asked next. */
  step?: 'code' | 'set_up' | null;
  /** With `step`: what will do as the second factor. */
  factors?: Factor[];
  /** The one address at which passkeys work; null where there are none. */
  passkeys_at?: string | null;
  demo_people?: DemoPerson[];
  demo_password?: string | null;
}
