import { describe, expect, it } from 'vitest';
import { named, t } from '.';

describe('what people wrote', () => {
  it('stands in a text with what would turn it made visible', () => {
    expect(t('home.not_recorded_because', { why: 'evil\u202etxt' })).toContain('evil[U+202E]txt');
    expect(named({ en: 'a\u2066b', cy: null })).toBe('a[U+2066]b');
  });
});
