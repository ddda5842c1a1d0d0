import axe from 'axe-core';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KnownExport } from '../../api/types';
import { setLanguage } from '../../i18n';
import { sha256Of } from './digest';
import Verify from './Verify.svelte';

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const known: KnownExport = {
  meeting_id: 14,
  format: 'pdf',
  language: 'cy',
  seq: 57,
  issue: 2,
  taken_at: '2026-09-21T15:10:00Z',
  newest: false,
};
let asked: string[];
let answer: () => Response;

beforeEach(() => {
  setLanguage('en');
  asked = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    asked.push(String(init.body));
    return answer();
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function choose(name: string, content: string): Promise<void> {
  render(Verify);
  const input = screen.getByLabelText(/^The file/);
  await fireEvent.change(input, { target: { files: [new File([content], name)] } });
}

it('reckons what every other tool reckons', async () => {
  expect(await sha256Of(new Blob(['abc']))).toBe(ABC);
});

it('sends the fingerprint alone and says which issue the file is', async () => {
  answer = () => new Response(JSON.stringify({ ok: true, known }));
  await choose('ours.pdf', 'abc');
  expect(await screen.findByRole('heading', { name: 'ours.pdf is unaltered' })).toBeTruthy();
  expect(asked).toEqual([JSON.stringify({ sha256: ABC })]);
  expect(screen.getByText('Issue 2, final')).toBeTruthy();
  expect(screen.getByText(/There is a newer one/)).toBeTruthy();
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

it('says what to do about a file that cannot be confirmed', async () => {
  answer = () => new Response(JSON.stringify({ ok: true, known: null }));
  await choose('theirs.pdf', 'abc');
  expect(await screen.findByRole('heading', { name: 'theirs.pdf cannot be confirmed' })).toBeTruthy();
  expect(screen.getByText(/Download the document again/)).toBeTruthy();
});

it('says at the field when it could not ask', async () => {
  answer = () => new Response(JSON.stringify({ code: 'unexpected', message: 'Try again later.' }), { status: 500 });
  await choose('ours.pdf', 'abc');
  expect(await screen.findByText(/Try again later/)).toBeTruthy();
  expect(screen.getByLabelText(/^The file/).getAttribute('aria-invalid')).toBe('true');
});
