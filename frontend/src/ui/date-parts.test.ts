// @vitest-environment node
import { expect, it } from 'vitest';
import { joinDate, splitDate } from './date-parts';

it.each([
  [['28', '9', '2026'], '2026-09-28'],
  [[' 1', '02', '26'], '2026-02-01'],
  [['', '', ''], ''],
  [['31', '9', '2026'], null],
  [['29', '2', '2026'], null],
  [['28', '', '2026'], null],
  [['a', '9', '2026'], null],
  [['28', '9', '202'], null],
] as const)('%s is %s', ([day, month, year], date) => {
  expect(joinDate(day, month, year)).toBe(date);
});

it('takes a date apart', () => {
  expect(splitDate('2026-09-08')).toEqual(['8', '9', '2026']);
  expect(splitDate('')).toEqual(['', '', '']);
});
