/** What the facilitator's craft puts on the board: hidden rounds. */
import type { By } from './types';

export interface PositionRoundView {
  type: 'position_round';
  id: number;
  version: number;
  state: 'hidden' | 'revealed';
  /** The agencies that have placed the case in this round, never where. */
  placed: number[];
  started_at: string;
  revealed_at: string | null;
  by: By;
}

export type FacilitationKind =
  | 'positions_hidden'
  | 'agency_placed'
  | 'agency_unplaced'
  | 'threshold_position_revealed'
  | 'positions_revealed';

export type FacilitationAct = 'hide_positions' | 'reveal_positions';
