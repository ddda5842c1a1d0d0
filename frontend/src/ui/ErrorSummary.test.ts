import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { setLanguage } from '../i18n';
import { announced, hush } from './announce.svelte';
import ErrorSummary from './ErrorSummary.svelte';

const refusal = (message: string) => new ApiError(422, 'check_your_answers', message);
const heading = { name: 'There is a problem' };

beforeEach(() => {
  vi.useFakeTimers();
  setLanguage('en');
  hush();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('tells a refusal once, whatever is asked for while it stands', async () => {
  const { rerender } = render(ErrorSummary, { error: refusal('Check the year.'), asked: false });
  const first = screen.getByRole('group', heading);
  await vi.advanceTimersByTimeAsync(200);
  expect(announced.text).toBe('Check the year.');
  await rerender({ asked: true });
  expect([screen.getByRole('group', heading), document.activeElement]).toEqual([first, document.body]);

  await rerender({ error: refusal('Check the day.') });
  expect(document.activeElement).toBe(screen.getByRole('alert', heading));
  hush();
  await rerender({ asked: false });
  await vi.advanceTimersByTimeAsync(200);
  expect([announced.text, document.activeElement]).toEqual(['', screen.getByRole('alert', heading)]);
});

it('says once what one field says the whole of', () => {
  const of = (message: string, fields: Record<string, string>) => new ApiError(409, 'since_in_future', message, fields);
  const ids = { since: 'write-since' };
  const error = of('That day is still to come.', { since: 'Since when? That day is still to come.' });
  render(ErrorSummary, { error, ids });
  expect(screen.getAllByText(/still to come/)).toHaveLength(1);
});
