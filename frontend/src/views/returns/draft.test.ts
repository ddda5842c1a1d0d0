import { describe, expect, it } from 'vitest';
import type { Answer, ReturnDraft } from '../../api/return-types';
import { bodyOf, differing, draftOf, rated } from './draft';

const answer = (more: Partial<Answer> = {}): Answer => ({ rating: '', evidence: '', action: '', by_whom: '', by_when: null, ...more });
const kept: ReturnDraft = { edition: 1, version: 3, answers: { smart: answer({ rating: 'partly' }), fair: answer() }, summary: '', approved_by: '', changed: null };
const sections = [{ key: 'consider', title: { en: '', cy: '' }, statements: ['smart', 'fair'].map((key) => ({ key, text: { en: key, cy: key } })) }];

describe('a draft', () => {
  it('comes back as it was, with no day where there is none', () => {
    const draft = draftOf(kept);
    expect(draft.answers['smart']?.by_when).toBe('');
    expect(bodyOf(draft, 3)).toEqual({ edition: 1, version: 3, answers: kept.answers, summary: '', approved_by: '' });
  });

  it('says how far it is', () => {
    expect(rated(kept.answers)).toBe(1);
  });

  it('says where two differ', () => {
    const other = draftOf({ ...kept, answers: { ...kept.answers, fair: answer({ evidence: 'Seen.' }) } });
    expect(differing(draftOf(kept), other, sections).map((each) => each.key)).toEqual(['fair']);
  });
});
