import type { DisagreementView, EscalationStage } from '../../api/types';

/** The stage that follows the one it stands at; the first where it stands at none; null after the last. */
export function nextStageOf(disagreement: DisagreementView, stages: readonly EscalationStage[]): EscalationStage | null {
  const at = disagreement.escalation?.stage ?? null;
  return at === null ? (stages[0] ?? null) : (stages[stages.findIndex((each) => each.stage === at) + 1] ?? null);
}

/** It is not resolved, and the meeting itself can no longer do so. */
export function hasLeftTheMeeting(disagreement: DisagreementView, open: boolean): boolean {
  return disagreement.state === 'escalated' || (disagreement.state === 'open' && !open);
}
