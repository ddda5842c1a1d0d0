/** The board of whoever goes by key and hears: where the focus goes, what is said, and how often. */
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry, HandView, Me, SnapshotViews, View } from '../../api/types';
import { setLanguage, t } from '../../i18n';
import { wires } from '../../live/fake-wires';
import { settled } from '../../live/testing';
import { concern, consent, decision, position, snapshot } from '../../store/testing';
import { announced, hush } from '../../ui/announce.svelte';
import { tellSaving } from './announcing';
import Board from './Board.svelte';
import { deskFor } from './desks';

vi.mock('socket.io-client', () => import('../../live/fake-wires'));

const OTHER = { person_id: 3, agency_id: 2 };
const ME = { person_id: snapshot().me.person_id, agency_id: snapshot().me.agency_id };
const wire = () => wires.at(-1)!;
let seq = 20;

async function settle() {
  await settled();
  await tick();
}

async function show(views: Partial<SnapshotViews> = {}, me: Partial<Me> = {}) {
  render(Board, { meetingId: 7 });
  wire().hear('connect');
  wire().last('join').answer({ ok: true, snapshot: snapshot(views, me) });
  await settle();
}

function entryOf(kind: Entry['kind'], subject: View, by: Entry['by']): Entry {
  seq += 1;
  return { meeting_id: 7, stream: 'shared', seq, kind, at: '2026-09-21T13:00:00Z', by, act_id: null, subject };
}

async function arrive(kind: Entry['kind'], subject: View, by: Entry['by'] = OTHER) {
  wire().hear('entries', { meeting_id: 7, stream: 'shared', entries: [entryOf(kind, subject, by)] });
  await settle();
}

async function press(name: string) {
  const button = screen.getByRole('button', { name });
  button.focus();
  await fireEvent.click(button);
  await settle();
}

/** Send what lies open in the panel; the answer brings what came of it. */
async function sent(kind: Entry['kind'], became: View) {
  await fireEvent.submit(document.querySelector('.panel form')!);
  await settle();
  wire().last('act').answer({ ok: true, entries: [entryOf(kind, became, ME)] });
  await settle();
}

async function said(): Promise<string> {
  await vi.advanceTimersByTimeAsync(200);
  return announced.text;
}

beforeEach(() => {
  seq = 20;
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

describe('The focus', { timeout: 30_000 }, () => {
  const inThresholds = () => within(screen.getByRole('region', { name: 'Thresholds' }));

  it('goes to the area of a card that was withdrawn from the panel', async () => {
    await show({ threshold_position: [position(1, 3), position(2, 4)] });
    await press('Withdraw our position');
    await fireEvent.input(screen.getByLabelText(/Why is it withdrawn/), { target: { value: 'A slip.' } });
    await sent('threshold_position_withdrawn', position(1, 3, { version: 2, withdrawn: true, withdrawn_because: 'A slip.' }));
    expect(document.activeElement).toBe(inThresholds().getByRole('heading', { level: 2 }));
  });

  it('stays with the decision that is answered in the panel, and with its button where nothing was sent', async () => {
    await show({ decision: [decision(4)], consent: [consent(1, 4, 1)] });
    await press('change');
    await press('With reservations');
    await press('Close panel');
    expect(document.activeElement?.textContent).toContain('With reservations');
    await press('With reservations');
    await fireEvent.input(screen.getByLabelText(/Why\?/), { target: { value: 'Only at school.' } });
    await sent('consent_given', consent(1, 4, 1, { version: 2, stand: 'reservations', reason: 'Only at school.' }));
    expect(screen.queryByRole('button', { name: 'Disagree' })).toBeNull();
    expect(document.activeElement?.id).toBe('decision-4');
  });
});

describe('What is said', { timeout: 30_000 }, () => {
  it('names which concern, as it names which decision', async () => {
    await show();
    await arrive('drift_concern_raised', concern(1, { what: 'Nobody has visited.' }));
    expect(await said()).toMatch(/raised a drift concern “Nobody has visited\.”$/);
    await arrive('decision_proposed', decision(4, { text: 'Weigh K. weekly' }));
    expect(await said()).toMatch(/proposed a decision “Weigh K\. weekly”\.$/);
  });

  it('says in the list of what happened which it was, and nothing of what was withdrawn', async () => {
    await show();
    await arrive('drift_concern_raised', concern(1, { what: 'Nobody has visited.' }));
    await arrive('decision_proposed', decision(4, { text: 'Weigh K. weekly.' }));
    const list = () => screen.getByRole('region', { name: 'Activity' }).textContent;
    expect(list()).toMatch(/raised a drift concern “Nobody has visited\.”/);
    expect(list()).toMatch(/proposed a decision “Weigh K\. weekly\.”/);
    await arrive('drift_concern_withdrawn', concern(1, { version: 2, what: 'Nobody has visited.', withdrawn: true, withdrawn_because: 'A slip.' }));
    expect(list()).not.toContain('Nobody has visited');
  });

  it('has one colon in Welsh, where whose it is has one already', async () => {
    await show();
    setLanguage('cy');
    await arrive('decision_proposed', decision(4, { text: 'Pwyso K. bob wythnos.' }));
    const heard = await said();
    const list = screen.getByRole('region', { name: t('board.activity.title') }).textContent;
    for (const words of [heard, list]) expect(words).toMatch(/[^:]: cynigiwyd penderfyniad “Pwyso K\. bob wythnos\.”/);
  });

  it('tells whoever is called upon that it is their turn, and the others who speaks', async () => {
    await show();
    const hand = (by: Entry['by']): HandView => ({
      type: 'hand', id: 1, version: 2, agency_id: by.agency_id ?? 0, state: 'speaking', raised_at: '2026-09-21T12:50:00Z', by,
    });
    await arrive('word_given', hand(ME));
    expect(await said()).toBe('It is your turn to speak.');
    await arrive('word_given', hand(OTHER));
    expect(await said()).toContain('is speaking now.');
  });

  it('tells an agency once that it has placed itself, and the others that it has', async () => {
    await show({}, { can: [...snapshot().me.can, 'read_own_agency'] });
    const round: View = { type: 'position_round', id: 1, version: 2, state: 'hidden', placed: [1, 2] } as View;
    await arrive('agency_placed', round, ME);
    expect(await said()).toBe('');
    await arrive('agency_placed', round);
    expect(await said()).toContain('has placed the case');
  });

  it('says once that the connection is lost, and that it is back', async () => {
    const heard: string[] = [];
    let trouble: ReturnType<typeof tellSaving> = null;
    for (const kind of ['connecting', 'saved', 'saving', 'saved', 'reconnecting', 'reconnecting', 'connecting', 'saving', 'saved', 'saved'] as const) {
      trouble = tellSaving(kind, trouble);
      const words = await said();
      if (words) heard.push(words);
      hush();
    }
    expect(heard).toHaveLength(2);
    expect(heard[0]).toContain('The connection is lost.');
    expect(heard[1]).toContain('everything is saved.');
  });
});
