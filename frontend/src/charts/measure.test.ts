import { afterEach, describe, expect, it } from 'vitest';
import { measure } from './measure';
import { readSpacing } from './spacing.svelte';

const set = (style: string) => {
  document.body.setAttribute('style', style);
  readSpacing(document.body);
};

describe('how wide a text is drawn', () => {
  afterEach(() => set(''));

  it('grows by the room that the reader makes between letters and words', () => {
    const usual = measure('five working days', 10);
    set('font-size: 20px; letter-spacing: 2.4px; word-spacing: 4px');
    expect(measure('five working days', 10) - usual).toBeCloseTo(17 * 1.2 + 2 * 2);
    set('font-size: 20px; letter-spacing: normal');
    expect(measure('five working days', 10)).toBe(usual);
  });
});
