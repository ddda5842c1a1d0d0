// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { minutesText, TAKES_AFTER_MS } from './away';

describe('minutesText', () => {
  it('counts down in minutes and seconds, never below nothing', () => {
    expect(minutesText(TAKES_AFTER_MS)).toBe('2:00');
    expect(minutesText(64_100)).toBe('1:05');
    expect(minutesText(-500)).toBe('0:00');
  });
});
