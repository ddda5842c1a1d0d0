// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { meeting } from '../../store/testing';
import { tabNow, tabsOf } from './tabs';

describe('the area that a phone opens on', () => {
  const at = (stage: string | null, more = {}) => tabNow(meeting({ stage, ...more }));

  it('is what the meeting talks about', () => {
    expect(['thresholds', 'drift', 'impact', 'decisions', 'close'].map((stage) => at(stage))).toEqual([
      'thresholds',
      'drift',
      'more',
      'decisions',
      'decisions',
    ]);
    expect(['impact', 'learning', 'close'].map((stage) => at(stage, { purpose: 'reflective' }))).toEqual(Array(3).fill('reflections'));
  });

  it('is the first where nothing is talked about yet, and the record once it is over', () => {
    expect(at(null)).toBe('thresholds');
    expect(at('welcome')).toBe('thresholds');
    expect(at('drift', { state: 'planned' })).toBe('thresholds');
    expect(at('drift', { state: 'closed' })).toBe('record');
  });

  it('is one of those it shows', () => {
    for (const purpose of ['decision_making', 'reflective'] as const) {
      for (const stage of ['impact', 'decisions', 'learning', 'unheard of']) {
        const there = meeting({ purpose, stage });
        expect(tabsOf(there, false)).toContain(tabNow(there));
      }
    }
  });
});
