// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { opening, plain } from './plain';

describe('what somebody wrote', () => {
  it('shows characters that turn or hide text', () => {
    expect(plain('a\u202eb')).toBe('a[U+202E]b');
  });

  it('is whole where it is not very long', () => {
    expect(opening('Attendance 71%.')).toBeNull();
    expect(opening('x'.repeat(640))).toBeNull();
  });

  it('begins at a word, or with the first lines, where it is', () => {
    const long = 'word '.repeat(1600).trim();
    expect(opening(long)).toMatch(/^(word )+word$/);
    expect(opening(long)?.length).toBeLessThanOrEqual(500);
    expect(opening('one\n'.repeat(40))?.split('\n')).toHaveLength(12);
  });
});
