import { describe, expect, it } from 'vitest';
import { ageText, setLanguage, subjectText } from '.';

describe('whom a case is about', () => {
  it('is said with the age as people say it', () => {
    expect(ageText('5-9')).toBe('5 to 9');
    expect(ageText('under 1')).toBe('under 1');
    expect(ageText(null)).toBe('');
    expect(subjectText({ subject_type: 'unborn_child', age_band: '' })).toBe('unborn child');
  });

  it('is said in Welsh', () => {
    setLanguage('cy');
    expect(subjectText({ subject_type: 'child', age_band: '5-9' })).toBe('plentyn, 5 i 9 oed');
    setLanguage('en');
  });
});
