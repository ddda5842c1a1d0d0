/** Challenges to how agencies work together: in a meeting, and as the partnership sees them. */
import type { By, Name } from './types';

export const PROCESSES = [
  'report',
  'strategy_discussion',
  'assessment',
  'conference',
  'core_group',
  'information_sharing',
  'escalation',
  'transfer',
  'transition',
  'out_of_hours',
  'other',
] as const;
export type Process = (typeof PROCESSES)[number];

/** `removed`: the words told of a case, and were taken off the partnership's list. */
export type ChallengeState = 'received' | 'looked_at' | 'answered' | 'removed';

export type ChallengePermission = 'challenge_process';

export type ChallengeAct =
  | 'raise_process_challenge'
  | 'amend_process_challenge'
  | 'withdraw_process_challenge'
  | 'send_process_challenge';

export type ChallengeKind =
  | 'process_challenge_raised'
  | 'process_challenge_amended'
  | 'process_challenge_withdrawn'
  | 'process_challenge_sent'
  | 'process_challenge_answered';

interface Challenge {
  process: Process;
  obstacle: string;
  would_help: string;
  answer: string;
}

export interface ProcessChallengeView extends Challenge {
  type: 'process_challenge';
  id: number;
  version: number;
  agency_id: number;
  concerns: number[];
  raised_at: string;
  withdrawn: boolean;
  sent_on: string | null;
  /** '' until it is sent. */
  state: ChallengeState | '';
  by: By;
}

export interface PartnershipChallenge extends Challenge {
  key: string;
  version: number;
  /** "2026-09" */
  month: string;
  concerns: Name[];
  state: ChallengeState;
}
