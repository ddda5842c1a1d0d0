/** What the facilitator's craft puts on the board, or into a private stream. */
import type { By, Name } from './types';

interface ViewOf<Type extends string> {
  type: Type;
  id: number;
  version: number;
}

export type Test = 'hypothesis' | 'evidence_against' | 'proportionality' | 'identity' | 'trauma';

/** Where agencies stood at the end of an earlier meeting on the case, as far as one may know it. */
export interface EarlierPositions {
  meeting_id: number;
  day: string | null;
  positions: { agency_id: number; name: Name; level: number }[];
}

export interface PositionRoundView extends ViewOf<'position_round'> {
  state: 'hidden' | 'revealed';
  /** The agencies that have placed the case in this round, never where. */
  placed: number[];
  started_at: string;
  revealed_at: string | null;
  by: By;
}

export interface HandView extends ViewOf<'hand'> {
  agency_id: number;
  state: 'up' | 'speaking' | 'down';
  raised_at: string;
  by: By;
}

export interface ReadinessView extends ViewOf<'readiness'> {
  agency_id: number;
  ready: boolean;
  /** The beginning of the stage in which it was said. */
  stage_started_at: string | null;
  by: By;
}

export interface CapacityView extends ViewOf<'capacity'> {
  agency_id: number;
  level: 'room' | 'stretched' | 'over';
  words: string;
  stated_at: string;
  by: By;
}

export type Sharing = 'no' | 'unnamed' | 'agency';

export interface PrivatePointView extends ViewOf<'private_point'> {
  agency_id: number;
  /** Who was in the chair when it was told. */
  chair_id: number;
  text: string;
  sharing: Sharing;
  state: 'waiting' | 'answered' | 'set_aside' | 'shared';
  answer: string;
  raised_at: string;
  answered_at: string | null;
  by: By;
}

/** A private point on the board, without its author. */
export interface SharedPointView extends ViewOf<'shared_point'> {
  agency_id: number | null;
  text: string;
  shared_at: string;
}

export type FacilitationView =
  | PositionRoundView
  | HandView
  | ReadinessView
  | CapacityView
  | PrivatePointView
  | SharedPointView;

export type FacilitationKind =
  | 'positions_hidden'
  | 'agency_placed'
  | 'agency_unplaced'
  | 'threshold_position_revealed'
  | 'positions_revealed'
  | 'hand_raised'
  | 'hand_lowered'
  | 'word_given'
  | 'readiness_said'
  | 'readiness_taken_back'
  | 'capacity_stated'
  | 'private_point_raised'
  | 'private_point_answered'
  | 'private_point_set_aside'
  | 'private_point_shared'
  | 'sharing_allowed'
  | 'point_shared';

export type FacilitationAct =
  | 'hide_positions'
  | 'reveal_positions'
  | 'raise_hand'
  | 'lower_hand'
  | 'give_word'
  | 'say_ready'
  | 'state_capacity'
  | 'raise_private_point'
  | 'answer_private_point'
  | 'set_private_point_aside'
  | 'allow_sharing'
  | 'take_back_private_point'
  | 'share_private_point';

export type FacilitationPermission = 'speak' | 'speak_privately' | 'answer_for_agency';
