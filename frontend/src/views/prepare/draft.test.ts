// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { differences, type Draft, draftOf, unshareable } from './draft';

const draft = (more: Partial<Draft> = {}): Draft => ({ to_raise: 'Callouts.', involved: '', level: null, evidence: '', ready: false, ...more });

describe('a preparation', () => {
  it('is written without what the server adds', () => {
    expect(draftOf({ id: 3, version: 2, changed_at: '2026-09-21T12:00:00Z', shared_at: null, ...draft() })).toEqual(draft());
  });

  it('differs from another where somebody wrote something else', () => {
    expect(differences(draft(), draft({ level: 2, ready: true }))).toEqual(['level', 'ready']);
    expect(differences(draft(), draft())).toEqual([]);
  });

  it('is shared with a whole position or none, and not empty', () => {
    expect(unshareable(draft())).toBeNull();
    expect(unshareable(draft({ level: 3, evidence: 'Two callouts.' }))).toBeNull();
    expect(unshareable(draft({ level: 3, evidence: ' ' }))).toBe('evidence');
    expect(unshareable(draft({ evidence: 'Two callouts.' }))).toBe('level');
    expect(unshareable(draft({ to_raise: ' ' }))).toBe('to_raise');
  });
});
