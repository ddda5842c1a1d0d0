// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { fromSnapshot } from '../../../store/apply';
import { concern, decision, disagreement, position, reflection, snapshot } from '../../../store/testing';
import { coverage, covered } from './functions';

const board = (views: Parameters<typeof snapshot>[0]) => fromSnapshot(snapshot(views));

describe('coverage of the functions of supervision', () => {
  it('is read from what is on the board, without what was withdrawn', () => {
    const given = board({
      drift_concern: [concern(1), concern(2, { withdrawn: true })],
      decision: [decision(1)],
      disagreement: [disagreement(1)],
      threshold_position: [position(1, 4, { history: [{ level: 3, evidence: '', at: '' }] }), position(2, 2)],
      reflection: [reflection(1, { prompt: 'learning' }), reflection(2, { prompt: 'analysis' }), reflection(3, { prompt: 'wellbeing', withdrawn: true })],
    });
    expect(coverage(given)).toEqual({ managerial: 2, developmental: 1, supportive: 0, mediation: 2, reflective: 1 });
    expect(covered(given)).toBe(4);
  });

  it('is nothing on an empty board', () => {
    expect(covered(board({ drift_concern: [], decision: [], disagreement: [], threshold_position: [], reflection: [] }))).toBe(0);
  });
});
