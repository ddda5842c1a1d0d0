import { describe, expect, it } from 'vitest';
import { capacityText } from './capacity';

describe('mental capacity', () => {
  it('is said with the words that go with it', () => {
    const lacks = { capacity: 'lacks', capacity_words: 'Where to live.' } as const;
    expect(capacityText(lacks)).toBe('Lacks capacity for something in question: Where to live.');
  });

  it('is not spoken of where nothing was said, as in a meeting opened before it could be', () => {
    expect(capacityText({ capacity: '', capacity_words: '' })).toBe('');
    expect(capacityText({})).toBe('');
  });
});
