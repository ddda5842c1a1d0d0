import type { Prompt } from '../../../api/types';
import { all, type BoardState } from '../../../store/apply';
import { concerns, decisions, disagreements, hasMoved, positions, reflections } from '../../../store/selectors';

/** The functions of supervision (S1). */
export const FUNCTIONS = ['managerial', 'developmental', 'supportive', 'mediation', 'reflective'] as const;
type SupervisionFunction = (typeof FUNCTIONS)[number];

const DEVELOPS: readonly Prompt[] = ['learning', 'strengths', 'difficulties'];
const REFLECTS: readonly Prompt[] = [
  'analysis',
  'hypothesis',
  'proportionality',
  'early_risk',
  'identity',
  'trauma',
  'voice_of_the_child',
];

/** How much on the board speaks to each function: nobody ticks anything off. */
export function coverage(board: BoardState): Record<SupervisionFunction, number> {
  const answers = (prompts: readonly Prompt[]) => reflections(board).filter((each) => prompts.includes(each.prompt)).length;
  return {
    managerial: concerns(board).length + decisions(board).length + answers(['statutory_requirement', 'process_challenge']),
    developmental: answers(DEVELOPS),
    supportive: answers(['wellbeing']),
    mediation: all(board, 'involvement').filter((each) => !each.withdrawn).length + disagreements(board).length + positions(board).filter(hasMoved).length,
    reflective: answers(REFLECTS),
  };
}

export function covered(board: BoardState): number {
  return Object.values(coverage(board)).filter((count) => count > 0).length;
}
