/** Who is involved with the child or adult, by role. */
import type { By } from './types';

export interface InvolvementView {
  type: 'involvement';
  id: number;
  version: number;
  agency_id: number;
  /** Whose people, where not the agency's own; empty otherwise. */
  service: string;
  people: string;
  does: string;
  added_at: string;
  withdrawn: boolean;
  withdrawn_because: string | null;
  by: By;
}

export type NetworkPermission = 'say_who_is_involved';
export type NetworkAct = 'add_involvement' | 'bring_involvements' | 'amend_involvement' | 'withdraw_involvement';
export type NetworkEntry = 'involvement_added' | 'involvement_amended' | 'involvement_withdrawn';
