import { expect, it } from 'vitest';
import { missingIn } from './smart';

const WHOLE = { text: 'Visit.', owner: 3, measure: 'Seen.', responsible: 'Nurse', due: '2026-09-28', reflects_child: 'Asked.' };

it('lacks nothing once every part is there', () => {
  expect(missingIn(WHOLE, '2026-09-28')).toEqual([]);
});

it('names what is not there yet, and a date that has passed', () => {
  expect(missingIn({ ...WHOLE, measure: '  ', owner: 0 }, '2026-09-28')).toEqual(['measure', 'owner']);
  expect(missingIn({ ...WHOLE, due: '2026-09-27' }, '2026-09-28')).toEqual(['due_in_past']);
  expect(missingIn({}, '2026-09-28')).toEqual(['text', 'measure', 'responsible', 'owner', 'due', 'reflects_child']);
});
