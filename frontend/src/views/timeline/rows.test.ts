import { afterEach, describe, expect, it } from 'vitest';
import type { CaseTimeline, TimelineItem } from '../../api/timeline-types';
import { setLanguage } from '../../i18n';
import { concern } from '../../store/testing';
import { allRows, drawnRows, itemText, pinConcerns, pressingRows } from './rows';

const item = (more: Partial<TimelineItem> = {}): TimelineItem => ({
  counted_from: '2026-06-15',
  due: '2026-07-06',
  held: '2026-07-14',
  booked: null,
  state: 'held',
  days: 6,
  days_unit: 'working_days_late',
  interval: { amount: 15, unit: 'working_days' },
  due_falls_on: null,
  ...more,
});

const clock = (key: string, ...items: TimelineItem[]) => ({
  key,
  name: { en: `Name of ${key}`, cy: `Enw ${key}` },
  note: null,
  items,
  jurisdiction: 'england',
  source: 'Procedures',
  source_text: { en: 'Procedures', cy: 'Gweithdrefnau' },
  as_of: '2026-11-01',
});

const late = item({ held: null, state: 'late', days: 15, days_unit: 'calendar_days_late' });
const due = (on: string) => item({ held: null, state: 'due', days: 0, due: on });
const timeline = (...clocks: ReturnType<typeof clock>[]): CaseTimeline => ({ as_at: '2026-09-21', clocks, signs: [] });

afterEach(() => setLanguage('en'));

describe('itemText', () => {
  it('says how late in words, and what is not recorded', () => {
    expect(itemText(item())).toBe('6 working days late');
    expect(itemText(item({ days: 0 }))).toBe('In time');
    expect(itemText(late)).toBe('15 days late, none recorded');
    expect(itemText(item({ held: null, state: 'not_recorded', days: 0 }))).toBe('Was due Mon 6 Jul 2026; not recorded here');
  });

  it('says that a due date is a bank holiday, and what is booked', () => {
    const christmas = item({ ...due('2026-12-25'), due_falls_on: 'bank_holiday', booked: '2026-12-22' });
    expect(itemText(christmas)).toBe('Due Fri 25 Dec 2026, a bank holiday; booked for Tue 22 Dec 2026');
    setLanguage('cy');
    expect(itemText(christmas)).toContain('gŵyl banc');
  });
});

describe('rows', () => {
  it('are the late ones and the next two where there is little room', () => {
    const rows = allRows(timeline(clock('a', item()), clock('b', late), clock('c', due('2026-12-01')), clock('d', due('2026-10-01')), clock('e', due('2026-11-01'))));
    expect(pressingRows(rows).map((row) => row.clock.key)).toEqual(['b', 'd', 'e']);
  });

  it('draw the last two times of what comes again', () => {
    const rows = allRows(timeline(clock('a', item(), item({ days: 0 }), due('2026-12-01'))));
    expect(drawnRows(rows).map((row) => row.words)).toEqual(['In time', 'Due Tue 1 Dec 2026']);
  });

  it('carry the concerns that speak of them; the others stand for themselves', () => {
    const rows = allRows(timeline(clock('initial_conference', item())));
    const meant = concern(1);
    const other = concern(2, { reckoning: { ...meant.reckoning, counted_from: '2026-06-16' } });
    const pinned = pinConcerns(rows, [meant, other], () => 'Health');
    expect(pinned.rows.map((row) => row.pins)).toEqual([['Health']]);
    expect(pinned.others).toEqual([other]);
    expect(pressingRows(pinned.rows)).toHaveLength(1);
  });
});
