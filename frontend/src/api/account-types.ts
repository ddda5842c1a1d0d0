/** One's own account, as the server tells it. */

export interface OwnSession {
  id: number;
  device: { browser: string; system: string };
  since: string;
  last_used: string;
  /** What was shown: a password, a code, a passkey. Empty where that was not kept. */
  how: string[];
  /** The one that this page uses. */
  this: boolean;
}

export interface Account {
  sessions: OwnSession[];
  second_factor: {
    /** null: none is set up. */
    since: string | null;
    /** The partnership asks for one. */
    needed: boolean;
    recovery_codes: number;
    /** When an administrator took it away, and none was set up since. */
    reset_at: string | null;
  };
  passkeys: Passkey[];
  /** One's agency's own sign-ins; `connected`: since when one's account there is connected. */
  providers: { id: number; name: string; connected: string | null }[];
}

export interface Passkey {
  id: number;
  name: string;
  added: string;
  last_used: string | null;
}

/** What an authenticator app is given. */
export interface Offer {
  secret: string;
  uri: string;
  qr: { size: number; path: string };
}

export interface RecoveryCodes {
  recovery_codes: string[];
}

export type SecondFactorSetting = 'optional' | 'for_roles' | 'for_all';
