/** Who is put out of a meeting has nothing of it on their page any more, and everything that they had written. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadSession, session, sessionExpired, takeUp } from '../../api/session.svelte';
import { setLanguage } from '../../i18n';
import { allSaved } from '../../router.svelte';
import { wires } from '../../live/fake-wires';
import { settled } from '../../live/testing';
import { concern, decision, position, reflection, snapshot } from '../../store/testing';
import { announce, announced } from '../../ui/announce.svelte';
import GuestEnded from '../joining/GuestEnded.svelte';
import Board from './Board.svelte';
import { deskFor, keptDesk } from './desks';

vi.mock('socket.io-client', () => import('../../live/fake-wires'));

const wire = () => wires.at(-1)!;
const THEIRS = ['Canary of a position.', 'Canary of a concern.', 'Canary of a reflection.', 'Canary of a decision.', 'FS-2291', 'K.T.'];
const MINE = 'Half a sentence of mine';
const views = {
  threshold_position: [position(2, 4, { evidence: 'Canary of a position.' })],
  drift_concern: [concern(1, { what: 'Canary of a concern.' })],
  reflection: [reflection(1, { text: 'Canary of a reflection.' })],
  decision: [decision(1, { text: 'Canary of a decision.' })],
};

const signedIn = {
  signed_in: true,
  csrf_token: 'token',
  person: { id: 2, name: 'Beth Langley', language: 'en', roles: [], factors: [], guest_of: null },
  partnership: { name: { en: 'Fellshire', cy: null }, nation: 'england' },
  demo: false,
};

async function settle() {
  await settled();
  await tick();
}

async function join(as = 2) {
  wire().hear('connect');
  wire().last('join').answer({ ok: true, snapshot: snapshot(views, { person_id: as }) });
  await settle();
}

/** The board is there, and a reflection is half written in its panel. */
async function write() {
  render(Board, { meetingId: 7 });
  await join();
  for (const theirs of THEIRS) expect(document.documentElement.textContent + document.title).toContain(theirs);
  await fireEvent.click(screen.getByRole('button', { name: 'Add a reflection' }));
  await fireEvent.input(screen.getByLabelText(/In your words/), { target: { value: MINE } });
}

function nothingIsLeft() {
  const there = document.documentElement.outerHTML + announced.text + document.title;
  for (const theirs of THEIRS) expect(there).not.toContain(theirs);
}

const copies = () => [...document.querySelectorAll('textarea')].map((field) => [field.readOnly, field.value]);

beforeEach(async () => {
  setLanguage('en');
  wires.length = 0;
  deskFor(99, 7);
  vi.stubGlobal('fetch', async (path: string) => {
    if (path === '/api/session') return new Response(JSON.stringify(signedIn));
    throw new TypeError('no network in this test');
  });
  await loadSession();
});
afterEach(async () => {
  cleanup();
  setLanguage('en');
  // Nobody is signed in, and nobody was.
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ ...signedIn, signed_in: false, person: null })));
  await takeUp();
  vi.unstubAllGlobals();
});

describe('Put out of a meeting', { timeout: 30_000 }, () => {
  it('by the chair: the page is empty of it, says why, and gives back what was written', async () => {
    await write();
    announce('Canary of a decision.');
    wire().hear('ended', { meeting_id: 7, reason: 'seat_removed', message: 'Removed.', because: 'Another colleague sits in.' });
    await settle();
    nothingIsLeft();
    screen.getByText('The facilitator said: Another colleague sits in.');
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: 'You no longer have a seat in this meeting' }));
    expect(copies()).toEqual([[true, MINE]]);
    const written = vi.fn();
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: written } });
    await fireEvent.click(screen.getByRole('button', { name: /^Copy it ?: Add a reflection/ }));
    expect(written).toHaveBeenCalledWith(MINE);
    // Nor does a draft keep what it was written about.
    expect(keptDesk(2, 7)?.written).toEqual([]);
    const leaving = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);
  });

  it('by signing out: who has written something is asked first', async () => {
    await write();
    expect(await allSaved()).toBe(false);
    await fireEvent.click(screen.getByRole('button', { name: /^Discard/ }));
    expect(await allSaved()).toBe(true);
  });

  it('is told in the language that is chosen afterwards', async () => {
    await write();
    wire().hear('ended', { meeting_id: 7, reason: 'seat_removed', message: 'Your seat has been removed.', because: '' });
    await settle();
    setLanguage('cy');
    await tick();
    screen.getByRole('heading', { level: 1, name: 'Nid oes gennych sedd yn y cyfarfod hwn mwyach' });
    expect(document.body.textContent).not.toContain('Your seat');
  });

  it('gives back in what is no draft, too', async () => {
    await write();
    const other = document.createElement('textarea');
    other.id = 'elsewhere';
    other.value = 'A question that stood elsewhere';
    document.querySelector('.board')?.append(other);
    wire().hear('ended', { meeting_id: 7, reason: 'seat_removed' });
    await settle();
    expect(copies()).toEqual([[true, MINE], [true, 'A question that stood elsewhere']]);
    // Who works by key goes on among what is left.
    await fireEvent.click(screen.getByRole('button', { name: /^Discard ?: Add a reflection/ }));
    await settle();
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'What you had written and not sent' }));
  });

  it('with a form open in which nothing was changed: what it was about goes with the rest', async () => {
    render(Board, { meetingId: 7 });
    await join();
    keptDesk(2, 7)!.take('reflection', reflection(1), () => ({ prompt: 'analysis', text: 'Canary of a reflection.', answers: [] }));
    await settle();
    expect(copies()).toEqual([[false, 'Canary of a reflection.']]);
    wire().hear('ended', { meeting_id: 7, reason: 'seat_removed' });
    await settle();
    nothingIsLeft();
  });

  it('nor does that follow who signs in again', async () => {
    render(Board, { meetingId: 7 });
    await join();
    keptDesk(2, 7)!.take('reflection', reflection(1), () => ({ prompt: 'analysis', text: 'Canary of a reflection.', answers: [] }));
    await settle();
    sessionExpired();
    await settle();
    await takeUp();
    await settle();
    await join();
    expect(keptDesk(2, 7)?.unfinished).toBe(false);
  });

  it('because somebody else holds the session: they read nothing of what was written, and it waits', async () => {
    await write();
    await join(99);
    expect(session.expired).toBe(true);
    nothingIsLeft();
    expect(document.documentElement.outerHTML).not.toContain(MINE);
    expect(copies()).toEqual([]);
    expect(keptDesk(99, 7)).toBeNull();
    await takeUp();
    await settle();
    await join();
    expect(copies()).toEqual([[false, MINE]]);
  });

  it('because somebody else held it before the board was there', async () => {
    render(Board, { meetingId: 7 });
    await join(99);
    expect(session.expired).toBe(true);
    nothingIsLeft();
  });

  it('because the session ended: nothing is left, and who signs in again goes on where they were', async () => {
    await write();
    sessionExpired();
    await settle();
    nothingIsLeft();
    expect(copies()).toEqual([]);
    await takeUp();
    await settle();
    await join();
    expect(document.body.textContent).toContain('Canary of a position.');
    expect(copies()).toEqual([[false, MINE]]);
    expect(screen.queryByText('What you had written and not sent')).toBeNull();
  });

  it('as a guest, who cannot come back: what they wrote is handed to them', async () => {
    await write();
    sessionExpired();
    render(GuestEnded, { meetingId: 7 });
    await settle();
    nothingIsLeft();
    expect(copies()).toEqual([[true, MINE]]);
  });

  it('only with one page too many: it is put aside as it is', async () => {
    await write();
    wire().hear('ended', { meeting_id: null, reason: 'too_many_pages', message: '' });
    await settle();
    screen.getByRole('heading', { level: 2, name: 'This page was put aside' });
    expect(document.body.textContent).toContain('Canary of a position.');
    expect(copies()).toEqual([[false, MINE]]);
  });
});
