import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../api/types';
import { begin, missing, sent } from './receipt';

const TODAY = '2026-09-24';
const receipt: Receipt = {
  agency_id: 2,
  recorded: true,
  reference: 'HV-88213',
  recorded_on: '2026-09-22',
  why_not: '',
  by: null,
  at: '2026-09-22T09:00:00Z',
};

describe('what an agency says about its files', () => {
  it('begins with nothing chosen, and today', () => {
    expect(begin(null, TODAY)).toEqual({ recorded: null, reference: '', recorded_on: TODAY, why_not: '' });
  });

  it('begins with what was said before', () => {
    expect(begin(receipt, TODAY)).toMatchObject({ recorded: 'yes', reference: 'HV-88213', recorded_on: '2026-09-22' });
    const not = { ...receipt, recorded: false, reference: null, recorded_on: null, why_not: 'No file is open here.' };
    expect(begin(not, TODAY)).toMatchObject({ recorded: 'no', recorded_on: TODAY, why_not: 'No file is open here.' });
  });

  it('asks only for what belongs to the answer', () => {
    const said = begin(null, TODAY);
    expect(Object.keys(missing(said, TODAY))).toEqual(['recorded']);
    expect(Object.keys(missing({ ...said, recorded: 'yes' }, TODAY))).toEqual(['reference']);
    expect(Object.keys(missing({ ...said, recorded: 'yes', reference: 'A', recorded_on: '2026-09-25' }, TODAY))).toEqual(['recorded_on']);
    expect(Object.keys(missing({ ...said, recorded: 'no', why_not: ' ' }, TODAY))).toEqual(['why_not']);
  });

  it('sends only what belongs to the answer', () => {
    const said = { recorded: 'no' as const, reference: 'HV-1', recorded_on: TODAY, why_not: ' Filed elsewhere. ' };
    expect(sent(said)).toEqual({ recorded: false, why_not: 'Filed elsewhere.' });
    expect(sent({ ...said, recorded: 'yes' })).toEqual({ recorded: true, reference: 'HV-1', recorded_on: TODAY });
  });
});
