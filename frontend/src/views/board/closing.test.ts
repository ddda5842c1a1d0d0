/** What becomes of a page that has the meeting open when it closes. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry, Me } from '../../api/types';
import { setLanguage } from '../../i18n';
import { wires } from '../../live/fake-wires';
import { settled } from '../../live/testing';
import { CHAIR, meeting, reflection, snapshot } from '../../store/testing';
import { announced, hush } from '../../ui/announce.svelte';
import Board from './Board.svelte';
import { deskFor } from './desks';

vi.mock('socket.io-client', () => import('../../live/fake-wires'));

const heard = { reflection: [reflection(1, { prompt: 'voice_of_the_child' })] };
const closed = meeting({ version: 9, state: 'closed', closed_at: '2026-09-21T14:00:00Z' });
const byChair = { person_id: 1, agency_id: null } as unknown as Entry['by'];
const entry: Entry = {
  meeting_id: 7, stream: 'shared', seq: 21, kind: 'meeting_closed', at: '2026-09-21T14:00:00Z', by: byChair, act_id: null, subject: closed,
};
const TOLD = 'The meeting has closed. This page is now its record.';

const wire = () => wires.at(-1)!;
const bar = () => screen.queryByRole('button', { name: 'Go to the record' });
const record = () => document.getElementById('record-title');

async function settle() {
  await settled();
  await tick();
}

async function joins(views: object, me: Partial<Me>) {
  wire().hear('connect');
  wire().last('join').answer({ ok: true, snapshot: snapshot(views, me) });
  await settle();
}

async function show(me: Partial<Me> = {}) {
  render(Board, { meetingId: 7 });
  await joins(heard, me);
}

async function press(name: RegExp | string) {
  await fireEvent.click(screen.getByRole('button', { name }));
  await settle();
}

async function closes() {
  wire().hear('entries', { meeting_id: 7, stream: 'shared', entries: [entry] });
  await settle();
}

beforeEach(() => {
  setLanguage('en');
  vi.useFakeTimers({ now: Date.parse('2026-09-21T12:50:00Z') });
  hush();
  deskFor(99, 7);
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in this test')));
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('That the read-back has started', { timeout: 30_000 }, () => {
  const readBack = { type: 'read_back', id: 1, version: 1, started_at: '2026-09-21T13:00:00Z', confirmed: [], by: byChair } as const;
  const TOLD = 'The read-back has started';

  async function starts(me: Partial<Me>) {
    await show(me);
    wire().hear('entries', { meeting_id: 7, stream: 'shared', entries: [{ ...entry, kind: 'read_back_started', subject: readBack }] });
    await settle();
    await vi.advanceTimersByTimeAsync(200);
    return screen.getAllByRole('status').filter((each) => each.textContent?.includes('read'));
  }

  it('is said once to who is to confirm and to the chair, at the foot, and to everybody else', async () => {
    expect(await starts({})).toHaveLength(1);
    expect(announced.text).not.toContain(TOLD);
    cleanup();
    expect(await starts(CHAIR)).toHaveLength(1);
    expect(announced.text).not.toContain(TOLD);
    cleanup();
    expect(await starts({ person_id: 9, role: 'observer', can: ['read_board'] })).toHaveLength(0);
    expect(announced.text).toContain(TOLD);
  });
});

describe('When the meeting closes', { timeout: 30_000 }, () => {
  it('the page that closed it goes to the record, once that is answered', async () => {
    await show(CHAIR);
    await press(/Close meeting/);
    await fireEvent.submit(document.querySelector('.panel form')!);
    await closes();
    expect([bar(), document.activeElement === record()]).toEqual([null, false]);
    wire().last('act').answer({ ok: true, entries: [entry] });
    await settle();
    expect([bar(), document.activeElement]).toEqual([null, record()]);
  });

  it('every other page stays where it is and is told, one of whoever closed it, too', async () => {
    await show(CHAIR);
    await closes();
    expect(document.activeElement).toBe(document.body);
    await vi.advanceTimersByTimeAsync(200);
    expect(announced.text).toBe(TOLD);
    await press('Go to the record');
    expect([bar(), document.activeElement]).toEqual([null, record()]);
  });

  it('so is who was away and comes back to it as a whole', async () => {
    await show();
    await joins({ ...heard, meeting: [closed] }, {});
    expect(bar()).toBeTruthy();
    await vi.advanceTimersByTimeAsync(200);
    expect(announced.text).toBe(TOLD);
  });

  it('who opens it afterwards is told nothing', async () => {
    render(Board, { meetingId: 7 });
    await joins({ ...heard, meeting: [closed] }, {});
    await vi.advanceTimersByTimeAsync(200);
    expect([bar(), announced.text]).toEqual([null, '']);
  });

  it('a form in which nothing was written goes with a word, and leaves the focus on the board', async () => {
    await show();
    await press('Add a reflection');
    expect(document.activeElement?.id).toBe('panel-title');
    await closes();
    await vi.advanceTimersByTimeAsync(200);
    expect(document.querySelector('.panel')).toBeNull();
    expect(announced.text).toContain('The form “Add a reflection” closed with the meeting. Nothing was written in it.');
    expect(document.activeElement?.tagName).toMatch(/^(BUTTON|H\d)$/);
  });
});
