import { afterEach, describe, expect, it } from 'vitest';
import { dateText, dateTimeText, dayOf, instantOf, setLanguage, timeText } from '.';

afterEach(() => setLanguage('en'));

describe('dates as people write them', () => {
  it('in English', () => {
    setLanguage('en');
    expect(dateText('2026-09-28')).toBe('Mon 28 Sep 2026');
    expect(dateText('2026-09-28', { year: false })).toBe('Mon 28 Sep');
  });

  it('in Welsh', () => {
    setLanguage('cy');
    expect(dateText('2026-09-28')).toBe('Llun 28 Medi 2026');
  });

  it('nothing for nothing', () => {
    expect(dateText(null) + timeText(undefined) + dateTimeText('')).toBe('');
  });
});

describe('times on the clocks of the United Kingdom', () => {
  it('follow summer time', () => {
    expect(dateTimeText('2026-09-28T12:52:00Z')).toBe('Mon 28 Sep 2026, 13:52');
    expect(timeText('2026-12-01T12:52:00Z')).toBe('12:52');
  });

  it('give the day that it is there', () => {
    expect(dayOf('2026-06-30T23:30:00Z')).toBe('2026-07-01');
  });

  it.each([
    ['2026-09-28', '13:30', '2026-09-28T13:30:00+01:00'],
    ['2026-12-01', '09:00', '2026-12-01T09:00:00+00:00'],
  ])('%s %s is %s', (day, time, instant) => {
    expect(instantOf(day, time)).toBe(instant);
    expect(timeText(instant)).toBe(time);
  });
});
