import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Directory } from '../../api/types';
import { setLanguage, t } from '../../i18n';
import { announced, hush } from '../../ui/announce.svelte';
import Readiness from './Readiness.svelte';

const agency = (id: number) => ({ id, name: { en: `Agency ${id}`, cy: null }, code: `A${id}`, colour: id, sector: 'police' });
const directory: Directory = { agencies: [agency(1), agency(2)], people: [] };

beforeEach(() => {
  setLanguage('en');
  hush();
});
afterEach(cleanup);

it('says how many are ready, and when it could not be looked why', async () => {
  const refused = { ok: false, code: 'trouble', message: 'Try again in a minute.', fields: {} };
  let answer = new Response(JSON.stringify({ ready: [2] }));
  vi.stubGlobal('fetch', async () => answer.clone());
  render(Readiness, { meetingId: 7, invited: [1, 2], directory });
  await screen.findByText(t('prepare.readiness.ready'));
  const again = () => fireEvent.click(screen.getByRole('button', { name: t('prepare.readiness.again') }));
  await again();
  await waitFor(() => expect(announced.text).toBe(t('prepare.readiness.looked', { n: 1, all: 2 })));
  answer = new Response(JSON.stringify(refused), { status: 500 });
  await again();
  await waitFor(() => expect(announced.text).toBe(refused.message));
  screen.getByText(t('prepare.readiness.ready'));
});
