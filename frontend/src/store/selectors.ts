import type {
  By,
  ConsentView,
  DecisionView,
  DisagreementView,
  InvitationView,
  Me,
  MeetingView,
  Permission,
  Prompt,
  ReflectionView,
  SeatView,
  Stage,
  Stand,
  ThresholdPositionView,
} from '../api/types';
import { all, type BoardState } from './apply';

export function meetingOf(board: BoardState): MeetingView | null {
  return all(board, 'meeting')[0] ?? null;
}

// ---- Agencies and people ----------------------------------------------------------------------

/** In the order in which they were invited. */
export function agencies(board: BoardState): InvitationView[] {
  return all(board, 'invitation');
}

export function agency(board: BoardState, agencyId: number | null): InvitationView | null {
  return agencies(board).find((invited) => invited.agency_id === agencyId) ?? null;
}

export function isAway(invited: InvitationView): boolean {
  return invited.attendance === 'apologies' || invited.attendance === 'absent';
}

export function seats(board: BoardState): SeatView[] {
  return all(board, 'seat').filter((seat) => !seat.removed);
}

export function seatOf(board: BoardState, personId: number): SeatView | null {
  return all(board, 'seat').find((seat) => seat.person_id === personId) ?? null;
}

/** Who speaks for an agency; the facilitator chairs and speaks for none. */
export function seatsOfAgency(board: BoardState, agencyId: number): SeatView[] {
  return seats(board).filter((seat) => seat.agency_id === agencyId && seat.role !== 'facilitator');
}

/** Seats that stand beside the agencies: the chair, advisers, observers. */
export function otherSeats(board: BoardState): SeatView[] {
  const invited = new Set(agencies(board).map((each) => each.agency_id));
  return seats(board).filter(
    (seat) => seat.role === 'facilitator' || seat.agency_id === null || !invited.has(seat.agency_id),
  );
}

// ---- Thresholds -------------------------------------------------------------------------------

/** The standing positions, by agency in the order of invitation. */
export function positions(board: BoardState): ThresholdPositionView[] {
  const order = agencies(board).map((invited) => invited.agency_id);
  return all(board, 'threshold_position')
    .filter((position) => !position.withdrawn)
    .sort((one, other) => order.indexOf(one.agency_id) - order.indexOf(other.agency_id));
}

export function positionOf(board: BoardState, agencyId: number | null): ThresholdPositionView | null {
  return positions(board).find((position) => position.agency_id === agencyId) ?? null;
}

/** Whether an agency stands elsewhere than it first did. */
export function hasMoved(position: ThresholdPositionView): boolean {
  return position.history.some((earlier) => earlier.level !== position.level);
}

export interface Spread {
  lowest: number;
  highest: number;
  stated: number;
  moved: number;
}

export function spread(board: BoardState): Spread | null {
  const standing = positions(board);
  if (standing.length === 0) return null;
  const levels = standing.map((position) => position.level);
  return {
    lowest: Math.min(...levels),
    highest: Math.max(...levels),
    stated: standing.length,
    moved: standing.filter(hasMoved).length,
  };
}

const DISAGREEMENT_ORDER = ['open', 'escalated', 'resolved'];

/** Open ones first. */
export function disagreements(board: BoardState): DisagreementView[] {
  return all(board, 'disagreement').sort(
    (one, other) => DISAGREEMENT_ORDER.indexOf(one.state) - DISAGREEMENT_ORDER.indexOf(other.state) || one.id - other.id,
  );
}

// ---- Drift ------------------------------------------------------------------------------------

export function concerns(board: BoardState) {
  return all(board, 'drift_concern').filter((concern) => !concern.withdrawn);
}

export function withdrawnConcerns(board: BoardState) {
  return all(board, 'drift_concern').filter((concern) => concern.withdrawn);
}

// ---- Reflections ------------------------------------------------------------------------------

export function reflections(board: BoardState): ReflectionView[] {
  return all(board, 'reflection').filter((reflection) => !reflection.withdrawn);
}

/** The child's voice (for an adult at risk, the person's), oldest first. */
export function voices(board: BoardState): ReflectionView[] {
  return reflections(board).filter((reflection) => reflection.prompt === 'voice_of_the_child');
}

/** Everything but the voice, under its prompt, in the order of the prompts given. */
export function reflectionsByPrompt(board: BoardState, prompts: readonly string[]): [Prompt, ReflectionView[]][] {
  const found = new Map<Prompt, ReflectionView[]>();
  for (const reflection of reflections(board)) {
    if (reflection.prompt === 'voice_of_the_child') continue;
    found.set(reflection.prompt, [...(found.get(reflection.prompt) ?? []), reflection]);
  }
  const place = (prompt: string) => (prompts.includes(prompt) ? prompts.indexOf(prompt) : prompts.length);
  return [...found].sort(([one], [other]) => place(one) - place(other));
}

// ---- Decisions --------------------------------------------------------------------------------

type DecisionStanding = 'to_decide' | 'agreed' | 'not_ready' | 'withdrawn';

export function standing(decision: DecisionView): DecisionStanding {
  if (decision.state !== 'proposed') return decision.state;
  return decision.missing.length > 0 ? 'not_ready' : 'to_decide';
}

export function decisions(board: BoardState): DecisionView[] {
  return all(board, 'decision').filter((decision) => decision.state !== 'withdrawn');
}

export function withdrawnDecisions(board: BoardState): DecisionView[] {
  return all(board, 'decision').filter((decision) => decision.state === 'withdrawn');
}

export function countDecisions(board: BoardState): Record<DecisionStanding, number> {
  const count = { to_decide: 0, agreed: 0, not_ready: 0, withdrawn: 0 };
  for (const decision of all(board, 'decision')) count[standing(decision)] += 1;
  return count;
}

/** What an agency answered on a decision; an answer to an earlier wording has lapsed and does not count. */
export function consentOf(board: BoardState, decisionId: number, agencyId: number | null): ConsentView | null {
  const given = all(board, 'consent').filter(
    (consent) => consent.decision_id === decisionId && consent.agency_id === agencyId && !consent.lapsed,
  );
  return given.at(-1) ?? null;
}

export interface AgencyConsent {
  agency: InvitationView;
  consent: ConsentView | null;
  /** It answered an earlier wording, and must answer again. */
  lapsed: boolean;
}

export function consents(board: BoardState, decisionId: number): AgencyConsent[] {
  const ofDecision = all(board, 'consent').filter((consent) => consent.decision_id === decisionId);
  return agencies(board).map((invited) => {
    const consent = consentOf(board, decisionId, invited.agency_id);
    const lapsed = consent === null && ofDecision.some((earlier) => earlier.agency_id === invited.agency_id);
    return { agency: invited, consent, lapsed };
  });
}

/** Agencies that are here and were asked for an answer on this decision, and gave none. */
export function unanswered(board: BoardState, decision: DecisionView): InvitationView[] {
  const asked = ['to_decide', 'agreed'].includes(standing(decision));
  return consents(board, decision.id).flatMap(({ agency: invited, consent }) =>
    asked && !consent && !isAway(invited) ? [invited] : [],
  );
}

export interface ConsentCount extends Record<Stand, number> {
  /** Here, and not answered yet. */
  to_come: number;
  /** Not here, and not answered. */
  away: number;
}

export function countConsents(given: readonly AgencyConsent[]): ConsentCount {
  const count: ConsentCount = { agree: 0, reservations: 0, disagree: 0, abstain: 0, to_come: 0, away: 0 };
  for (const { agency: invited, consent } of given) {
    if (consent) count[consent.stand] += 1;
    else count[isAway(invited) ? 'away' : 'to_come'] += 1;
  }
  return count;
}

// ---- Time and stages --------------------------------------------------------------------------

export function stageOf(meeting: MeetingView): Stage | null {
  return meeting.stages.find((stage) => stage.key === meeting.stage) ?? null;
}

export function nextStage(meeting: MeetingView): Stage | null {
  const at = meeting.stages.findIndex((stage) => stage.key === meeting.stage);
  return meeting.stages[at + 1] ?? null;
}

export interface TimeLeft {
  of: 'stage' | 'meeting';
  /** Below zero once it has run over. */
  seconds: number;
}

export function timeLeft(meeting: MeetingView, now: number): TimeLeft | null {
  if (meeting.state !== 'open') return null;
  const stage = stageOf(meeting);
  const [of, from, minutes] =
    stage && meeting.stage_started_at
      ? (['stage', meeting.stage_started_at, stage.minutes] as const)
      : (['meeting', meeting.opened_at, meeting.planned_minutes] as const);
  if (!from || minutes <= 0) return null;
  return { of, seconds: Math.round((Date.parse(from) + minutes * 60_000 - now) / 1000) };
}

// ---- Who may do what (the server decides; this only keeps useless buttons away) ------------------

export function may(board: BoardState, me: Me, permission: Permission): boolean {
  return meetingOf(board)?.state === 'open' && me.can.includes(permission);
}

/** The chair changes any agency's concern, reflection or decision, a representative their agency's, others their own. */
export function mayChange(
  board: BoardState,
  me: Me,
  permission: Permission,
  thing: { agency_id: number | null; by: By },
): boolean {
  if (!may(board, me, permission)) return false;
  if (me.can.includes('chair')) return true;
  return me.role === 'representative' ? thing.agency_id === me.agency_id : thing.by.person_id === me.person_id;
}
