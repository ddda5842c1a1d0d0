import { describe, expect, it } from 'vitest';
import type { DecisionDuty, Duty, Figures } from '../../api/follow-types';
import { EVERYTHING, figureTexts, latenessText, rowsOf, tookText } from './rows';

const agency = { id: 2, name: { en: 'Police', cy: null }, code: 'POL', colour: 2 };
const other = { id: 3, name: { en: 'School', cy: null }, code: 'SCH', colour: 3 };

function decision(changes: Partial<DecisionDuty>): DecisionDuty {
  return {
    id: 1,
    part: 'owned',
    text: 'Visit.',
    measure: '',
    responsible: '',
    due: '2026-09-28',
    owner: agency,
    changed_at: null,
    progress: null,
    asked: false,
    overdue: false,
    late_days: 0,
    hand_over: null,
    ...changes,
  };
}

function duty(changes: Partial<Duty>): Duty {
  return {
    meeting_id: 1,
    meeting_day: '2026-09-21',
    closed_at: '2026-09-21T14:00:00Z',
    purpose: 'decision_making',
    case: { reference: 'FS-1', subject_initials: 'A.B.' },
    agency,
    attendance: 'present',
    state: 'recorded',
    waiting_days: 0,
    late: false,
    receipt: null,
    hours_to_receipt: null,
    decisions: [decision({})],
    may_take_over: [agency, other],
    ...changes,
  };
}

const ids = (duties: Duty[], filter = {}) =>
  rowsOf(duties, { ...EVERYTHING, ...filter }).map((row) => [row.duty.meeting_id, row.decision?.id ?? null, row.first]);

describe('lines of the inbox', () => {
  it('shows what is to do, and nothing that is done', () => {
    expect(ids([duty({})])).toEqual([]);
    expect(ids([duty({ state: 'to_record' })])).toEqual([[1, 1, true]]);
    expect(ids([duty({ state: 'changed' })])).toEqual([[1, 1, true]]);
    expect(ids([duty({ decisions: [decision({ asked: true })] })])).toEqual([[1, 1, true]]);
    expect(ids([duty({ decisions: [decision({ part: 'asked' })] })])).toEqual([[1, 1, true]]);
  });

  it('has a line for a meeting that decided nothing for the agency', () => {
    expect(ids([duty({ state: 'to_record', decisions: [] })])).toEqual([[1, null, true]]);
  });

  it('puts a meeting’s own words on the first line that is shown', () => {
    const decisions = [decision({}), decision({ id: 2, part: 'involved', owner: other })];
    expect(ids([duty({ state: 'to_record', decisions })])).toEqual([
      [1, 1, true],
      [1, 2, false],
    ]);
    expect(ids([duty({ state: 'to_record', decisions })], { owner: 3 })).toEqual([[1, 2, true]]);
  });

  it('puts what is late first, then what waits longest', () => {
    const newer = duty({ meeting_id: 2, state: 'to_record', closed_at: '2026-09-25T14:00:00Z' });
    const older = duty({ meeting_id: 1, state: 'to_record' });
    const late = duty({ meeting_id: 3, closed_at: '2026-09-26T14:00:00Z', decisions: [decision({ overdue: true, late_days: 2 })] });
    expect(ids([newer, late, older]).map(([meeting]) => meeting)).toEqual([3, 1, 2]);
    expect(ids([newer, late, older], { late: true }).map(([meeting]) => meeting)).toEqual([3]);
    expect(ids([newer, late, older], { reference: 'FS-2' })).toEqual([]);
  });
});

it('says how late and how long in words', () => {
  expect(latenessText(decision({ overdue: true, late_days: 2 }))).toBe('2 working days late');
  expect(latenessText(decision({ overdue: true, late_days: 0 }))).toContain('Was due');
  expect(latenessText(decision({}))).toBe('');
  expect([null, 0.2, 1.2, 30, 96].map(tookText)).toEqual(['', 'within the hour', '1 hour', '30 hours', '4 days']);
});

it('counts at a glance', () => {
  const none: Figures = {
    to_record: 0,
    meetings_to_record: 0,
    late: 0,
    oldest_days: 0,
    overdue: 0,
    overdue_days: 0,
    asked: 0,
    to_answer: 0,
    recorded: 0,
    average_days: null,
  };
  expect(figureTexts(none).map(({ n, late }) => [n, late])).toEqual([
    [0, false],
    [0, false],
    [0, false],
  ]);
  const some = { ...none, to_record: 3, meetings_to_record: 1, late: 1, oldest_days: 4, overdue: 1, overdue_days: 2, recorded: 12, average_days: 0.8 };
  expect(figureTexts(some).map(({ text }) => text)).toEqual([
    'decisions to record, the oldest waiting for 4 working days',
    'action overdue, by 2 working days',
    'decisions recorded in the last three months, 0.8 days on average',
  ]);
  const fresh = figureTexts({ ...some, to_record: 1, oldest_days: 0, recorded: 1, average_days: 1 }).map(({ text }) => text);
  expect([fresh[0], fresh[2]]).toEqual([
    'decision to record, waiting for less than a working day',
    'decision recorded in the last three months, after 1 day',
  ]);
});
