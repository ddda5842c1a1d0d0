// @vitest-environment node
import { expect, it } from 'vitest';
import type { Card, Home } from '../../api/types';
import { begun, needs, waiting } from './needs';

function card(changes: Partial<Card>): Card {
  return {
    meeting_id: 1,
    postponed_from: null,
    called_off_because: '',
    state: 'planned',
    purpose: 'decision_making',
    scheduled_at: null,
    case: { reference: 'FS-1', subject_initials: 'A.B.', subject_type: 'child', age_band: '' },
    role: 'facilitator',
    agency: null,
    ready_to_open: false,
    needed: [],
    attendance: null,
    owned: 0,
    involved: 0,
    recorded: null,
    waiting_days: 0,
    prepared: null,
    closed_at: null,
    ...changes,
  };
}

it('counts what needs somebody, live first', () => {
  const home: Home = {
    live: [card({ state: 'open' })],
    coming: [card({}), card({ ready_to_open: true }), card({ role: 'representative' })],
    to_record: [card({ state: 'closed' }), card({ state: 'closed' })],
    past: [],
    disagreements: [],
    can_plan: true,
  };
  expect(needs(home).map(({ key, n }) => [key, n])).toEqual([
    ['live', 1],
    ['prepare', 1],
    ['to_record', 2],
  ]);
});

it('leaves out what needs nobody', () => {
  expect(needs({ live: [], coming: [], to_record: [], past: [card({ state: 'closed' })], disagreements: [], can_plan: false })).toEqual([]);
});

it('says how much waits to be recorded, and since when', () => {
  const cards = [
    card({ owned: 1, involved: 2, closed_at: '2026-11-18T15:00:00Z' }),
    card({ involved: 1, closed_at: '2026-11-12T15:00:00Z' }),
  ];
  expect(waiting(cards)).toEqual({ decisions: 4, since: '2026-11-12T15:00:00Z' });
  expect(waiting([])).toEqual({ decisions: 0, since: null });
});

it('knows what began since the look before, and nothing of the first look', () => {
  const home = (...live: number[]): Home => ({ live: live.map((meeting_id) => card({ meeting_id, state: 'open' })), coming: [], to_record: [], past: [], disagreements: [], can_plan: false });
  expect(begun(null, home(1))).toEqual([]);
  expect(begun(home(1), home(1))).toEqual([]);
  expect(begun(home(1), home(1, 2)).map((each) => each.meeting_id)).toEqual([2]);
});
