import type { ChallengeState, ProcessChallengeView } from '../../api/challenge-types';
import type { Me } from '../../api/types';
import { all, type BoardState } from '../../store/apply';
import { meetingOf } from '../../store/selectors';

export function standingChallenges(board: BoardState): ProcessChallengeView[] {
  return all(board, 'process_challenge').filter((each) => !each.withdrawn);
}

/** In the meeting and after it: many see only then what got in the way. */
export function mayChallenge(board: BoardState, me: Me): boolean {
  const state = meetingOf(board)?.state;
  return (state === 'open' || state === 'closed') && me.can.includes('challenge_process');
}

/** Until it is sent, by the chair, a representative of its agency, or who raised it. */
export function mayChangeChallenge(board: BoardState, me: Me, challenge: ProcessChallengeView): boolean {
  if (!mayChallenge(board, me) || challenge.sent_on !== null) return false;
  if (me.can.includes('chair')) return true;
  return me.role === 'representative' ? challenge.agency_id === me.agency_id : challenge.by.person_id === me.person_id;
}

/** The first day of the month after. */
export function shownFrom(sentOn: string): string {
  const [year = 0, month = 1] = sentOn.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

export function toneOf(state: ChallengeState | ''): 'neutral' | 'good' | 'wait' | 'told' {
  if (state === 'answered') return 'good';
  if (state === 'removed') return 'told';
  return state ? 'wait' : 'neutral';
}
