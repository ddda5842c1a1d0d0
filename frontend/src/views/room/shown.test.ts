// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { ThresholdPositionView } from '../../api/types';
import { fromSnapshot } from '../../store/apply';
import { consents } from '../../store/selectors';
import { consent, decision, position, snapshot } from '../../store/testing';
import { answersOf, hidesPositions, placeOf, shownSpread } from './shown';

const board = (views: Parameters<typeof snapshot>[0]) => fromSnapshot(snapshot(views));
const withoutLevel = { ...position(2, 4), level: undefined } as unknown as ThresholdPositionView;

describe('what the room sees of positions', () => {
  it('is where each agency stands, and where it stood before', () => {
    const shown = board({ threshold_position: [position(1, 4, { history: [{ level: 3, evidence: '', at: '' }] }), position(2, 2)] });
    expect(placeOf(shown, 1)).toEqual({ level: 4, before: 3 });
    expect(placeOf(shown, 2)).toEqual({ level: 2, before: null });
    expect(placeOf(shown, 9)).toBeNull();
    expect(shownSpread(shown)).toEqual({ lowest: 2, highest: 4, stated: 2, moved: 1 });
  });

  it('is nothing of one that is hidden or has no level', () => {
    const shown = board({ threshold_position: [position(1, 4, { hidden: true }), withoutLevel] });
    expect([placeOf(shown, 1), placeOf(shown, 2), shownSpread(shown)]).toEqual([null, null, null]);
    expect(hidesPositions(shown)).toBe(false);
  });
});

describe('answers to a decision', () => {
  it('are codes by what was answered, without answers that nobody gave', () => {
    const given = board({ decision: [decision(1)], consent: [consent(1, 1, 1), consent(2, 1, 2, { stand: 'disagree', reason: 'No' })] });
    const answers = answersOf(consents(given, 1));
    expect(answers[0]?.[0]).toBe('agree');
    expect(answers.map(([stand]) => stand)).not.toContain('abstain');
    expect(answers.flatMap(([, codes]) => codes)).toHaveLength(consents(given, 1).length);
  });
});
