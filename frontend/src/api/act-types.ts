/** What may be done in a meeting, and what the server answers. */
import type { ChallengeAct } from './challenge-types';
import type { Entry } from './log-types';
import type { FacilitationAct } from './facilitation-types';
import type { JoiningAct } from './joining-types';
import type { NetworkAct } from './network-types';
import type { RequirementAct } from './requirement-types';
import type { Language } from './types';

export type ActName =
  | NetworkAct
  | RequirementAct
  | ChallengeAct
  | JoiningAct
  | 'note_learning'
  | 'cite_source'
  | 'withdraw_citation'
  | FacilitationAct
  | 'open_meeting'
  | 'accept_ground_rules'
  | 'record_attendance'
  | 'invite_agency'
  | 'seat_person'
  | 'remove_seat'
  | 'hand_over_chair'
  | 'postpone_meeting'
  | 'cancel_meeting'
  | 'take_chair'
  | 'set_stage'
  | 'add_threshold_position'
  | 'move_threshold_position'
  | 'withdraw_threshold_position'
  | 'raise_disagreement'
  | 'resolve_disagreement'
  | 'escalate_disagreement'
  | 'settle_disagreement'
  | 'advance_disagreement'
  | 'raise_drift_concern'
  | 'amend_drift_concern'
  | 'withdraw_drift_concern'
  | 'add_chronology_event'
  | 'amend_chronology_event'
  | 'withdraw_chronology_event'
  | 'bring_chronology_events'
  | 'add_reflection'
  | 'amend_reflection'
  | 'withdraw_reflection'
  | 'propose_decision'
  | 'amend_decision'
  | 'withdraw_decision'
  | 'give_consent'
  | 'agree_decision'
  | 'close_meeting'
  | 'prepare'
  | 'share_preparation'
  | 'start_read_back'
  | 'confirm_read_back'
  | 'add_addendum';

export interface ActDone {
  ok: true;
  entries: Entry[];
}

/** What happened and what to do; `fields` are messages by field name. */
export interface RefusalWords {
  message: string;
  fields: Record<string, string>;
}

/** A refusal, the same from a route and from the socket. */
export interface Refusal {
  ok: false;
  code: string;
  message: string;
  fields?: Record<string, string>;
  /** The same in each language. */
  words?: Record<Language, RefusalWords>;
  current?: unknown;
  /** Seconds to wait before the same is sent again. */
  retry_after?: number;
}
