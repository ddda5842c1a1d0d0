import { describe, expect, it } from 'vitest';
import { cellText, monthsBefore, monthText } from './words';

describe('a figure', () => {
  it('is a count, or says why it is none', () => {
    expect(cellText(15, 5)).toBe('15');
    expect(cellText(0, 5)).toBe('0');
    expect(cellText('few', 5)).toBe('fewer than 5');
    expect(cellText(null, 5)).toBe('too few to say');
    expect(cellText(true, 5)).toBe('yes');
  });
});

describe('months to choose', () => {
  it('are written out', () => {
    expect(monthText('2026-09')).toBe('September 2026');
  });

  it('go back over the year', () => {
    expect(monthsBefore('2026-02', 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  });
});
