import type { Component } from 'svelte';
import type { View } from '../../../api/types';
import { known, named, t } from '../../../i18n';
import type { Draft, FormKind } from '../drafts.svelte';
import type { BoardPage } from '../page.svelte';
import AnswerForm from '../floor/AnswerForm.svelte';
import CapacitiesPanel from '../floor/CapacitiesPanel.svelte';
import CapacityForm from '../floor/CapacityForm.svelte';
import PointForm from '../floor/PointForm.svelte';
import PointsPanel from '../floor/PointsPanel.svelte';
import { plain } from '../plain';
import Addendum from './Addendum.svelte';
import Attendance from './Attendance.svelte';
import Coverage from '../chair/Coverage.svelte';
import HandOver from '../chair/HandOver.svelte';
import Invite from '../chair/Invite.svelte';
import GuestSeat from '../chair/GuestSeat.svelte';
import Seat from '../chair/Seat.svelte';
import Seats from '../chair/Seats.svelte';
import Unseat from '../chair/Unseat.svelte';
import Close from './Close.svelte';
import Concern from './Concern.svelte';
import Consent from './Consent.svelte';
import Decision from './Decision.svelte';
import Disagreement from './Disagreement.svelte';
import Escalate from './Escalate.svelte';
import Event from './Event.svelte';
import Position from './Position.svelte';
import ReadBack from './ReadBack.svelte';
import ChallengeForm from '../../challenges/ChallengeForm.svelte';
import NoteForm from '../../learning/NoteForm.svelte';
import Cite from './Cite.svelte';
import Involvement from '../../network/Form.svelte';
import Requirement from './Requirement.svelte';
import Reflection from './Reflection.svelte';
import Resolve from './Resolve.svelte';
import Withdraw from './Withdraw.svelte';

export const KINDS: Record<FormKind, Component<{ draft: Draft }>> = {
  position: Position,
  disagreement: Disagreement,
  resolve: Resolve,
  escalate: Escalate,
  settle: Resolve,
  advance: Escalate,
  concern: Concern,
  event: Event,
  involvement: Involvement,
  requirement: Requirement,
  cite: Cite,
  challenge: ChallengeForm,
  learning: NoteForm,
  reflection: Reflection,
  decision: Decision,
  consent: Consent,
  withdraw: Withdraw,
  attendance: Attendance,
  seats: Seats,
  invite: Invite,
  seat: Seat,
  guest: GuestSeat,
  unseat: Unseat,
  handover: HandOver,
  coverage: Coverage,
  close: Close,
  point: PointForm,
  sharing: PointForm,
  answer_point: AnswerForm,
  capacity: CapacityForm,
  points: PointsPanel,
  capacities: CapacitiesPanel,
  read_back: ReadBack,
  addendum: Addendum,
};

/** Forms that both begin and change a thing have two titles. */
const TWO = new Set<FormKind>(['position', 'concern', 'reflection', 'decision']);

export function titleOf(draft: Draft, page: BoardPage): string {
  if (draft.form === 'position' || draft.form === 'consent') {
    const way = draft.form === 'consent' ? 'consent' : draft.subject ? 'position.change' : 'position.new';
    return t(`board.panel.${way}`, { agency: page.short(page.me.agency_id) });
  }
  if (draft.form === 'event') return t(`chronology.panel.${draft.subject ? 'change' : 'new'}`);
  if (draft.form === 'challenge') return t(`challenges.panel.${draft.subject ? 'change' : 'new'}`);
  if (draft.form === 'learning') return t('learning.panel');
  if (draft.form === 'cite') return t('citations.panel');
  if (draft.form === 'involvement') return t(`network.panel.${draft.subject ? 'change' : 'new'}`);
  if (draft.form === 'requirement') return t(`requirements.panel.${draft.subject ? 'change' : 'new'}`);
  if (TWO.has(draft.form)) return t(`board.panel.${draft.form}.${draft.subject ? 'change' : 'new'}`);
  if (draft.form === 'withdraw' && draft.subject?.type === 'chronology_event') return t('chronology.panel.withdraw');
  if (draft.form === 'withdraw' && draft.subject?.type === 'involvement') return t('network.panel.withdraw');
  if (draft.form === 'withdraw' && draft.subject?.type === 'requirement') return t('requirements.panel.withdraw');
  if (draft.form === 'withdraw') return t(`board.panel.withdraw.${draft.subject?.type ?? 'decision'}`);
  return t(['chair', 'floor', 'joining'].map((area) => `${area}.panel.${draft.form}`).find(known) ?? `board.panel.${draft.form}`);
}

/** What a thing is, in its own main words. */
export function gist(view: View, page: BoardPage): string {
  switch (view.type) {
    case 'threshold_position':
      return `${t('board.position.level', { level: view.level })}: ${plain(view.evidence)}`;
    case 'disagreement':
      return view.about;
    case 'process_challenge':
      return view.obstacle;
    case 'learning_point':
      return named(view.title);
    case 'drift_concern':
    case 'chronology_event':
    case 'requirement':
      return view.what;
    case 'involvement':
      return view.people;
    case 'reflection':
    case 'decision':
      return view.text;
    case 'preparation':
      return view.to_raise;
    case 'consent':
      return t(`board.consent.stand.${view.stand}`);
    case 'invitation':
      return page.short(view.agency_id);
    case 'addendum':
      return view.text;
    case 'emergency_access':
      return view.reason;
    case 'meeting':
    case 'seat':
    case 'position_round':
    case 'hand':
    case 'readiness':
    case 'read_back':
    case 'burden':
      return '';
    case 'citation':
      return named(view.title);
    case 'private_point':
    case 'shared_point':
      return view.text;
    case 'capacity':
      return view.words;
    default:
      return view satisfies never;
  }
}
