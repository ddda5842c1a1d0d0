/** What an agency brings to a meeting. */

import type { InvitationView, MeetingView } from './board-types';
import type { By } from './types';

/** In its agency's own stream; once shared, on the board, without the position. */
export interface PreparationView {
  type: 'preparation';
  id: number;
  version: number;
  agency_id: number;
  to_raise: string;
  involved: string;
  level: number | null;
  evidence: string;
  ready: boolean;
  changed_at: string;
  shared_at: string | null;
  by: By;
}

/** As its own page has it; version 0 while nothing was written. */
export type OwnPreparation = Pick<PreparationView, 'version' | 'to_raise' | 'involved' | 'level' | 'evidence' | 'ready'> &
  Partial<Pick<PreparationView, 'changed_at' | 'shared_at' | 'by'>> & { id: number | null };

export interface PreparationPage {
  agency_id: number;
  can_share: boolean;
  preparation: OwnPreparation;
  meeting: MeetingView;
  invitations: InvitationView[];
}
