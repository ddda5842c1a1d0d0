import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { Agreement } from '../../api/agreement-types';
import { setLanguage } from '../../i18n';
import Facts from './Facts.svelte';

afterEach(() => {
  cleanup();
  setLanguage('en');
});

it.each([
  ['en', 'At least', 'every 13 weeks'],
  ['cy', 'O leiaf', 'bob 13 wythnos'],
] as const)('says once how often an agency comes, in %s', (language, often, weeks) => {
  setLanguage(language);
  render(Facts, { agreement: { every_weeks: 13 } as Agreement });
  expect(screen.getByText(often).nextElementSibling?.textContent).toBe(weeks);
});
