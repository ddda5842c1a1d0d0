/** One's own account, as the server tells it. */

export interface OwnSession {
  id: number;
  device: { browser: string; system: string };
  since: string;
  last_used: string;
  /** The one that this page uses. */
  this: boolean;
}

export interface Account {
  sessions: OwnSession[];
}
