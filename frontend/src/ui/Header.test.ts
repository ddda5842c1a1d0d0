/** Whoever signs out loses nothing that waits to be saved, and is asked about what cannot be. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadSession, takeUp } from '../api/session.svelte';
import { setLanguage } from '../i18n';
import { holdBack } from '../router.svelte';
import Header from './Header.svelte';

const json = (body: unknown) => new Response(JSON.stringify(body));
const partnership = { name: { en: 'Fellshire', cy: null }, nation: 'england' };
const person = { id: 9, name: 'Ines Moreau', language: 'en', roles: [], factors: [], guest_of: null };

let done: string[];
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  setLanguage('en');
  done = [];
  vi.stubGlobal('confirm', () => {
    done.push('asked');
    return false;
  });
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    if (init.method === 'DELETE') done.push('signed out');
    return json({ signed_in: true, csrf_token: 'token', person, partnership, demo: false });
  });
  await loadSession();
  render(Header);
});
afterEach(async () => {
  stop();
  cleanup();
  // Nobody is signed in, and nobody was.
  vi.stubGlobal('fetch', async () => json({ signed_in: false, csrf_token: 'token', person: null, partnership, demo: false }));
  await takeUp();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function signOut() {
  await fireEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await tick();
}

it('saves what waits before it signs out', async () => {
  let unsaved = true;
  const save = async () => {
    done.push('saved');
    unsaved = false;
  };
  stop = holdBack(() => unsaved, undefined, save);
  await signOut();
  expect(done).toEqual(['saved', 'signed out']);
});

it('waits some seconds for that, then asks, and stays', async () => {
  stop = holdBack(() => true, undefined, () => new Promise(() => {}));
  await signOut();
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(done).toEqual(['asked']);
});
