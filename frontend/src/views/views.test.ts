/** The screens, drawn against answers like the server's. */
import axe from 'axe-core';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadSession } from '../api/session.svelte';
import type { Card, Door, Session } from '../api/types';
import { setLanguage } from '../i18n';
import DoorView from './door/Door.svelte';
import Home from './home/Home.svelte';
import SignIn from './sign-in/SignIn.svelte';

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
let server: Record<string, (body: string) => Response>;
let sent: { route: string; body: unknown }[];

const visitor: Session = {
  signed_in: false,
  csrf_token: 'token',
  person: null,
  partnership: { name: { en: 'Fellshire', cy: null }, nation: 'england' },
  demo: true,
  demo_people: [
    { name: 'Dina Farouk', email: 'dina@police.example', job: 'Sergeant', agency: { en: 'Police', cy: 'Heddlu' }, roles: ['recorder'] },
  ],
  demo_password: 'made-up password',
};

const duty: Card = {
  meeting_id: 3,
  postponed_from: null,
  called_off_because: '',
  state: 'closed',
  purpose: 'decision_making',
  scheduled_at: '2026-09-21T12:00:00Z',
  case: { reference: 'FS-2291', subject_initials: 'K.T.', subject_type: 'child', age_band: '5 to 9' },
  role: 'recorder',
  agency: { id: 2, name: { en: 'Community Health', cy: null }, code: 'HLT', colour: 1 },
  ready_to_open: false,
  needed: [],
  attendance: 'apologies',
  owned: 1,
  involved: 2,
  recorded: null,
  waiting_days: 0,
  prepared: null,
  closed_at: '2026-09-21T14:00:00Z',
};

const door = {
  meeting_id: 3,
  me: { person_id: 1, seat_id: 1, role: 'representative', agency_id: 2, can: ['read_board'] },
  ground_rules: { version: '2026-1', accepted: false, text: { en: ['Be kind.'], cy: ['Byddwch yn garedig.'] } },
  meeting: {
    type: 'meeting',
    id: 3,
    version: 1,
    state: 'open',
    purpose: 'decision_making',
    criteria: ['drift'],
    scheduled_at: '2026-09-21T12:00:00Z',
    planned_minutes: 90,
    stages: [],
    case: { id: 1, reference: 'FS-2291', subject_initials: 'K.T.', subject_type: 'child', age_band: '5 to 9', milestones: [] },
  },
  invitations: [],
  seats: [],
  needed: [],
} as unknown as Door;

beforeEach(async () => {
  sent = [];
  server = { 'GET /api/session': () => json(visitor) };
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const route = `${init.method} ${path}`;
    if (init.method !== 'GET') sent.push({ route, body: JSON.parse(String(init.body ?? 'null')) });
    const answer = server[route];
    if (!answer) throw new TypeError(`no answer for ${route}`);
    return answer(String(init.body));
  });
  await loadSession();
});
afterEach(() => {
  cleanup();
  setLanguage('en');
});

async function expectAccessible() {
  // Colours are looked at in a real browser: there is no drawing here.
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  expect(found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)])).toEqual([]);
}

describe('sign-in', () => {
  it('fills in a demo person and signs in', async () => {
    const onsignedin = vi.fn();
    render(SignIn, { onsignedin });
    await expectAccessible();
    await fireEvent.click(screen.getByRole('button', { name: 'Use: Dina Farouk' }));
    server['POST /api/session'] = () => json({ ...visitor, csrf_token: 'new' });
    await fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(onsignedin).toHaveBeenCalledWith(false));
    expect(sent[0]?.body).toEqual({ email: 'dina@police.example', password: 'made-up password' });
  });

  it('says what is wrong, with the focus on it, and keeps the address', async () => {
    render(SignIn, { onsignedin: vi.fn() });
    await fireEvent.input(screen.getByLabelText('E-mail address'), { target: { value: 'dina@police.example' } });
    server['POST /api/session'] = () => json({ ok: false, code: 'wrong_sign_in', message: 'Not right.' }, 401);
    await fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    const summary = await screen.findByRole('alert');
    expect(summary.textContent).toContain('Not right.');
    expect(document.activeElement).toBe(summary);
    expect(screen.getByLabelText<HTMLInputElement>('E-mail address').value).toBe('dina@police.example');
  });

  it('speaks Welsh', () => {
    setLanguage('cy');
    render(SignIn, { onsignedin: vi.fn() });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Mewngofnodi');
    expect(document.title).toBe('Mewngofnodi - Goruchwyliaeth amlasiantaethol - Fellshire');
  });
});

describe('home', () => {
  const nothing = { live: [], coming: [], to_record: [], past: [], can_plan: false };

  it('says what will appear when there is nothing', async () => {
    server['GET /api/home'] = () => json(nothing);
    render(Home);
    expect(await screen.findByText('Nothing here yet')).toBeTruthy();
    await expectAccessible();
  });

  it('says when it cannot be loaded, and tries again', async () => {
    render(Home);
    const again = await screen.findByRole('button', { name: 'Try again' });
    server['GET /api/home'] = () => json(nothing);
    await fireEvent.click(again);
    expect(await screen.findByText('Nothing here yet')).toBeTruthy();
  });

  it('records what an agency was bound to', async () => {
    server['GET /api/home'] = () => json({ ...nothing, to_record: [duty] });
    server['GET /api/advice'] = () => json({ agencies: [] });
    render(Home);
    const pdf = await screen.findByRole('link', { name: 'Download FS-2291 as PDF' });
    expect(pdf.getAttribute('href')).toBe('/api/meetings/3/exports/pdf?language=en');
    expect(screen.getByText('Your agency sent apologies')).toBeTruthy();
    const open = screen.getByRole('button', { name: 'Record FS-2291' });
    open.focus();
    await fireEvent.click(open);
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Choose whether the decisions are recorded');
    await fireEvent.click(screen.getByLabelText('Yes, they are recorded'));
    await fireEvent.input(screen.getByLabelText('Reference in your own system'), { target: { value: 'HV-88213' } });
    await expectAccessible();
    server['POST /api/meetings/3/receipt'] = () => json({ ok: true, receipt: {} });
    server['GET /api/home'] = () => json(nothing);
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Nothing here yet');
    expect(sent.at(-1)?.body).toMatchObject({ recorded: true, reference: 'HV-88213' });
  });
});

describe('what was recorded', () => {
  const receipt = {
    agency_id: 2,
    recorded: true,
    reference: 'HV-88213',
    recorded_on: '2026-09-22',
    why_not: null,
    by: null,
    at: '2026-09-22T09:00:00Z',
  };

  it('can be changed on home, beginning with what was said', async () => {
    const shelves = { live: [], coming: [], to_record: [], can_plan: false };
    server['GET /api/home'] = () => json({ ...shelves, past: [{ ...duty, recorded: receipt }] });
    render(Home);
    await fireEvent.click(await screen.findByRole('button', { name: 'Change what was recorded for FS-2291' }));
    const reference = screen.getByLabelText<HTMLInputElement>('Reference in your own system');
    expect(reference.value).toBe('HV-88213');
    await expectAccessible();
    await fireEvent.input(reference, { target: { value: 'HV-88214' } });
    server['POST /api/meetings/3/receipt'] = () => json({ ok: true, receipt: {} });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ recorded: true, reference: 'HV-88214', recorded_on: '2026-09-22' }));
  });

  it('is said at the door by a recorder without a seat, and changed there', async () => {
    let receipts: unknown[] = [];
    server['GET /api/meetings/3/receipts'] = () => json({ receipts });
    server['POST /api/meetings/3/receipt'] = () => {
      receipts = [{ ...receipt, recorded: false, reference: null, recorded_on: null, why_not: 'No file here.' }];
      return json({ ok: true, receipt: receipts[0] });
    };
    const closed = {
      ...door,
      me: { person_id: 1, seat_id: null, role: 'recorder', agency_id: 2, can: ['take_export', 'record_receipt'] },
      meeting: { ...door.meeting, state: 'closed' },
    } as unknown as Door;
    render(DoorView, { door: closed, onchanged: vi.fn(async () => {}) });
    await fireEvent.click(await screen.findByRole('button', { name: 'Record FS-2291' }));
    await fireEvent.click(screen.getByLabelText('No, and I can say why'));
    await fireEvent.input(screen.getByLabelText('Why are they not recorded?'), { target: { value: 'No file here.' } });
    await expectAccessible();
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Not recorded: No file here.');
    screen.getByRole('button', { name: 'Change what was recorded for FS-2291' });
  });
});

describe('the door', () => {
  it('asks for the ground rules to be accepted before the board', async () => {
    const onchanged = vi.fn(async () => {});
    render(DoorView, { door, onchanged });
    await expectAccessible();
    server['POST /api/meetings/3/acts/accept_ground_rules'] = () => json({ ok: true, entries: [] });
    await fireEvent.click(screen.getByRole('button', { name: 'I accept, show me the board' }));
    await waitFor(() => expect(onchanged).toHaveBeenCalled());
    expect(sent[0]?.body).toMatchObject({ data: { version: '2026-1' } });
  });

  it('asks once before it opens, for that cannot be undone', async () => {
    const chaired = {
      ...door,
      me: { ...door.me, role: 'facilitator', can: ['read_board', 'chair'] },
      meeting: { ...door.meeting, state: 'planned' },
    } as unknown as Door;
    server['POST /api/meetings/3/acts/open_meeting'] = () => json({ ok: true, entries: [] });
    render(DoorView, { door: chaired, onchanged: vi.fn(async () => {}) });
    await fireEvent.click(screen.getByRole('button', { name: 'Open the meeting' }));
    expect(document.activeElement?.textContent).toContain('cannot be undone');
    expect(sent).toEqual([]);
    await expectAccessible();
    await fireEvent.click(screen.getByRole('button', { name: 'Open it now' }));
    await waitFor(() => expect(sent.map((each) => each.route)).toEqual(['POST /api/meetings/3/acts/open_meeting']));
  });

  it('lets those who wait know that it is not open yet', () => {
    render(DoorView, { door: { ...door, meeting: { ...door.meeting, state: 'planned' } }, onchanged: vi.fn(async () => {}) });
    expect(screen.getByText('This meeting is not open yet')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'I accept, show me the board' })).toBeNull();
  });
});
