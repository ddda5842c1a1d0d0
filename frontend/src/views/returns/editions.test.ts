/** An edition that is opened takes the place of the one that is shown, or nothing does. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AgencyReturn } from '../../api/return-types';
import { setLanguage } from '../../i18n';
import Return from './Return.svelte';

const submitted = (edition: number) =>
  ({
    edition, version: 1, answers: {}, summary: '', approved_by: '', changed: null,
    agency: { id: 4, name: { en: 'Police', cy: null }, code: 'POL' },
    year: 2025, begins: 4, first: '2025-04-01', last: '2026-03-31', figures: [], fewest: 5, statements: [], ratings: [],
    submitted: { by: 'Sam', job: 'Recorder', at: '2026-05-01T09:00:00Z' },
    editions: [1, 2].map((each) => ({ edition: each, submitted_at: '2026-05-01T09:00:00Z' })),
    own: true, may_change: false, may_begin_another: edition === 2, ended: true,
  }) satisfies AgencyReturn;

let asked: { path: string; answer: (body: unknown, status?: number) => Promise<void> }[];

async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await tick();
}

beforeEach(async () => {
  setLanguage('en');
  asked = [];
  vi.stubGlobal('fetch', (path: string) => {
    return new Promise<Response>((answered) => {
      asked.push({
        path,
        answer: async (body, status = 200) => {
          answered(new Response(JSON.stringify(body), { status }));
          await settle();
        },
      });
    });
  });
  render(Return, { agencyId: 4, year: 2025 });
  await settle();
  await asked[0]!.answer(submitted(2));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const press = async (name: RegExp) => {
  await fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};

it('is shown, and the heading has the focus', async () => {
  await press(/^Show edition 1/);
  await asked[1]!.answer(submitted(1));
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  screen.getByRole('button', { name: /^Show edition 2/ });
});

it('that could not be opened is asked for by its own button alone', async () => {
  await press(/^Show edition 1/);
  await asked[1]!.answer({ ok: false, code: 'broken', message: 'It broke.' }, 500);
  expect(screen.getByRole('alert').textContent).toBe('It broke.');
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  await press(/^Begin/);
  expect(screen.queryByRole('alert')).toBeNull();
});

it('does not take the place of one that was begun meanwhile', async () => {
  await press(/^Show edition 1/);
  await press(/^Begin/);
  screen.getByText('Edition 3');
  await asked[1]!.answer(submitted(1));
  screen.getByText('Edition 3');
});
