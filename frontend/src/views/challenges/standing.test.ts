import { expect, it } from 'vitest';
import { shownFrom } from './standing';

it('is shown from the first of the month after, over the end of a year too', () => {
  expect(shownFrom('2026-09-21')).toBe('2026-10-01');
  expect(shownFrom('2026-12-31')).toBe('2027-01-01');
});
