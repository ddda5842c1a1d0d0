/** What lets an agency's record system in. */
import type { Name } from './types';

export type Scope = 'read_decisions' | 'post_receipts' | 'report_progress';
export const SCOPES: readonly Scope[] = ['read_decisions', 'post_receipts', 'report_progress'];
export const TOKEN_DAYS: readonly number[] = [30, 90, 180, 365];

export interface Token {
  id: number;
  name: string;
  agency: { id: number; name: Name; code: string; colour: number };
  scopes: Scope[];
  /** `orphaned`: whoever made it no longer records for the agency. */
  state: 'in_use' | 'expired' | 'revoked' | 'orphaned';
  made_by: string;
  made_at: string;
  expires_at: string;
  last_used_at: string | null;
}

export interface Tokens {
  tokens: Token[];
  may_make: boolean;
}

/** `secret` is said in this answer alone. */
export interface MadeToken {
  token: Token;
  secret: string;
}
