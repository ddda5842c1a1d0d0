import { describe, expect, it } from 'vitest';
import { meeting } from '../../store/testing';
import { leftText, minutesTaken, stageMark, stagesTaken, timesLeft } from './time';

const at = (time: string) => Date.parse(`2026-09-21T${time}:00Z`);
const gone = meeting({
  stage: 'drift',
  stage_times: [
    { stage: 'welcome', from: '2026-09-21T12:30:00Z', to: '2026-09-21T12:35:00Z' },
    { stage: 'drift', from: '2026-09-21T12:35:00Z', to: '2026-09-21T12:45:00Z' },
    { stage: 'welcome', from: '2026-09-21T12:45:00Z', to: '2026-09-21T12:47:00Z' },
    { stage: 'drift', from: '2026-09-21T12:47:00Z', to: null },
  ],
});

describe('time left', () => {
  it('is told of the stage and of the whole meeting, by the clock it is given', () => {
    expect(timesLeft(meeting(), at('12:50'))).toEqual({ stage: 900, meeting: 4200 });
    expect(timesLeft(meeting({ stage: null }), at('12:50'))).toEqual({ stage: null, meeting: 4200 });
    expect(timesLeft(meeting({ state: 'postponed' }), at('12:50'))).toBeNull();
  });

  it('is said in minutes, over-run too', () => {
    expect([leftText(61), leftText(0), leftText(-1), leftText(-130)]).toEqual(['2 min left', '0 min left', '1 min over', '3 min over']);
  });
});

describe('time taken', () => {
  it('adds up what was gone through again, and says what was skipped', () => {
    expect(stagesTaken(gone, at('12:57')).map(({ stage, actual, times }) => [stage.key, actual, times])).toEqual([
      ['welcome', 7, 2],
      ['thresholds', null, 0],
      ['drift', 20, 2],
    ]);
    expect(minutesTaken(gone, at('12:57'))).toBe(27);
  });

  it('is the whole alone where the stages were not timed', () => {
    const closed = meeting({ state: 'closed', closed_at: '2026-09-21T14:10:00Z' });
    expect(stagesTaken(closed, at('15:00'))).toEqual([]);
    expect(minutesTaken(closed, at('15:00'))).toBe(100);
    expect(minutesTaken(meeting(), at('15:00'))).toBeNull();
  });

  it('marks stages that were passed over apart from those gone through', () => {
    expect(['welcome', 'thresholds', 'drift'].map((key) => stageMark(gone, key))).toEqual(['done', 'skipped', null]);
    expect(['welcome', 'drift'].map((key) => stageMark(meeting(), key))).toEqual(['done', null]);
  });
});
