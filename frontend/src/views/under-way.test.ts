/** What somebody does on a page while an answer of the server is under way, or did not come. */
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage, t } from '../i18n';
import { allSaved, navigate, router } from '../router.svelte';
import Reminders from './admin/Reminders.svelte';
import Bulk from './bulk/Bulk.svelte';
import Emergency from './emergency/Emergency.svelte';
import Notices from './emergency/Notices.svelte';
import ReplyForm from './emergency/ReplyForm.svelte';
import Inbox from './inbox/Inbox.svelte';
import Guests from './joining/Guests.svelte';
import Tokens from './tokens/Tokens.svelte';

interface Asked {
  route: string;
  answer: (body: unknown, status?: number) => Promise<void>;
  fail: () => Promise<void>;
}
let asked: Asked[];

async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await tick();
}

/** The oldest that was asked and not answered. */
function next(route: string): Asked {
  const one = asked.shift();
  expect(one?.route).toBe(route);
  return one as Asked;
}

beforeEach(() => {
  setLanguage('en');
  asked = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    return new Promise<Response>((answered, failed) => {
      asked.push({
        route: `${init.method} ${path}`,
        answer: async (body, status = 200) => {
          answered(new Response(JSON.stringify(body), { status }));
          await settle();
        },
        fail: async () => {
          failed(new TypeError('offline'));
          await settle();
        },
      });
    });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const press = async (name: string | RegExp, at = 0) => {
  await fireEvent.click(screen.getAllByRole('button', { name })[at]!);
  await settle();
};

/** Somebody comes back to the page: it looks what there is now. */
async function look() {
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
}

describe('Many downloads at once', () => {
  const holds = (first: string, last: string) => ({ first, last, found: 0, most: 50, meetings: [] });
  const boxes = (legend: string) => within(screen.getByRole('group', { name: legend })).getAllByRole<HTMLInputElement>('textbox');
  const type = async (legend: string, parts: string[]) => {
    for (const [place, value] of parts.entries()) await fireEvent.input(boxes(legend)[place]!, { target: { value } });
    await settle();
  };
  const shown = (legend: string) => boxes(legend).map(({ value }) => value);

  it('keep the days that were chosen while one of them is half typed', async () => {
    render(Bulk);
    await settle();
    await next('GET /api/exports/bulk').answer(holds('2026-08-01', '2026-08-31'));
    await type(t('bulk.first'), ['2', '7', '2026']);
    await type(t('bulk.last'), ['', '8', '2026']);
    // On the way are the days before the last one was emptied.
    await next('GET /api/exports/bulk?first=2026-08-02&last=2026-08-31').answer(holds('2026-08-02', '2026-08-31'));
    expect(asked).toEqual([]);
    expect([shown(t('bulk.first')), shown(t('bulk.last'))]).toEqual([['2', '7', '2026'], ['', '8', '2026']]);
    await type(t('bulk.last'), ['9', '8', '2026']);
    await next('GET /api/exports/bulk?first=2026-07-02&last=2026-08-09').answer(holds('2026-07-02', '2026-08-09'));
    screen.getByText(t('bulk.none'));
  });

  it('drop a refusal of days that are not asked for any more', async () => {
    render(Bulk);
    await settle();
    await next('GET /api/exports/bulk').answer(holds('2026-08-01', '2026-08-31'));
    await type(t('bulk.first'), ['2']);
    await type(t('bulk.first'), ['3']);
    const refused = { ok: false, code: 'check_your_answers', message: 'Too long.', fields: {} };
    await next('GET /api/exports/bulk?first=2026-08-02&last=2026-08-31').answer(refused, 422);
    expect(screen.queryByText('Too long.')).toBeNull();
    await next('GET /api/exports/bulk?first=2026-08-03&last=2026-08-31').answer(refused, 422);
    screen.getByText('Too long.');
  });
});

describe('The page for emergencies', () => {
  const access = {
    id: 5,
    meeting_id: 3,
    name: 'Ada Bell',
    agency_name: { en: 'Police', cy: 'Heddlu' },
    reason: 'A child is at risk.',
    opened_at: '2026-09-21T12:00:00Z',
    ends_at: '2026-09-21T13:00:00Z',
    ended_at: null,
    meeting_opened_at: '2026-09-20T12:00:00Z',
    replies: [
      { id: 8, agency_id: 2, as_chair: false, at: '2026-09-21T13:00:00Z', question: 'Why?', answer: '', answered_at: null, agency_name: { en: 'Health', cy: 'Iechyd' } },
      { id: 9, agency_id: 4, as_chair: false, at: '2026-09-21T13:00:00Z', question: 'Who?', answer: '', answered_at: null, agency_name: { en: 'School', cy: 'Ysgol' } },
    ],
  };
  const answers = () => screen.getAllByLabelText<HTMLTextAreaElement>(t('emergency.answer'));

  it('stands with what was typed in it when it cannot be loaded again', async () => {
    render(Emergency);
    await settle();
    await next('GET /api/emergency').answer({ accesses: [access] });
    await fireEvent.input(answers()[0]!, { target: { value: 'To keep K. safe.' } });
    await fireEvent.input(answers()[1]!, { target: { value: 'Half of an ans' } });
    await press(t('emergency.answer_send'));
    await next('PUT /api/meetings/3/emergency/replies/8').answer({});
    await next('GET /api/emergency').fail();
    expect(screen.getByRole('alert').textContent).toContain(t('common.error.offline_title'));
    expect(answers()[1]!.value).toBe('Half of an ans');
  });

  it('is not shown before it could be read', async () => {
    render(Emergency);
    await settle();
    await next('GET /api/emergency').answer({ ok: false, code: 'not_found', message: 'Not there.' }, 404);
    expect(screen.queryByText(t('emergency.lead'))).toBeNull();
  });

  it('forgets why a question was refused when it is not asked after all', async () => {
    render(ReplyForm, { meetingId: 3, accessId: 5, chairs: false });
    await press(t('emergency.ask'));
    await fireEvent.submit(document.querySelector('form')!);
    await settle();
    screen.getByRole('alert');
    await press(t('emergency.not_now'));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('On home, that a record was opened in an emergency', () => {
  const notice = (id: number) => ({
    id,
    meeting_id: 3,
    name: `Ada ${id}`,
    agency_name: { en: 'Police', cy: 'Heddlu' },
    chaired: false,
    may_answer: true,
    reason: 'A child is at risk.',
    opened_at: '2026-09-21T12:00:00Z',
    ends_at: '2026-09-21T13:00:00Z',
    meeting_opened_at: '2026-09-20T12:00:00Z',
  });
  const route = 'GET /api/emergency/notices';
  const shown = () => [1, 2].filter((id) => screen.queryByText(new RegExp(`Ada ${id}`)));

  it('is as it was answered last, whichever answer comes last, and stays without one', async () => {
    render(Notices);
    await settle();
    await next(route).answer({ notices: [notice(1), notice(2)] });
    await press(t('emergency.acknowledge'));
    await press(t('emergency.acknowledge'), 1);
    await next('POST /api/meetings/3/emergency/1/replies').answer({});
    const before = next('POST /api/meetings/3/emergency/2/replies');
    const early = next(route);
    await before.answer({});
    await next(route).answer({ notices: [] });
    await early.answer({ notices: [notice(2)] });
    expect(shown()).toEqual([]);
    await look();
    await next(route).answer({ notices: [notice(2)] });
    await look();
    await next(route).fail();
    expect(shown()).toEqual([2]);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is not taken from under a question that somebody began meanwhile', async () => {
    render(Notices);
    await settle();
    await next(route).answer({ notices: [notice(1)] });
    await look();
    const late = next(route);
    await press(t('emergency.ask'));
    await late.answer({ notices: [] });
    expect(shown()).toEqual([1]);
    await look();
    expect(asked).toEqual([]);
  });
});

describe('The reminders', () => {
  it('keep what is typed while they are saved', async () => {
    render(Reminders);
    await settle();
    const days = { receipt_days: 5, progress_days: 5, repeat_days: 5, by_email: true, version: 1, mail: { on: false } };
    await next('GET /api/reminders').answer(days);
    const field = (name: string) => screen.getByLabelText<HTMLInputElement>(t(`reminders.${name}`));
    const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });
    await type('receipt_days', '7');
    await fireEvent.submit(document.querySelector('form')!);
    await type('repeat_days', '9');
    await next('PUT /api/reminders').answer({ ...days, receipt_days: 7, version: 2 });
    expect([field('receipt_days').value, field('repeat_days').value]).toEqual(['7', '9']);
  });
});

describe('Tokens', () => {
  const token = (id: number, name: string) => ({
    id,
    name,
    agency: { id: 2, name: { en: 'Health', cy: null }, code: 'HLT', colour: 1 },
    scopes: ['read_decisions'],
    state: 'in_use',
    made_by: 'Ada Bell',
    made_at: '2026-09-01T12:00:00Z',
    expires_at: '2026-12-01T12:00:00Z',
    last_used_at: null,
  });
  const panel = () => document.querySelector('.panel');

  it('are revoked one at a time, and the question stands until it is done', async () => {
    render(Tokens);
    await settle();
    await next('GET /api/tokens').answer({ tokens: [token(1, 'Old'), token(2, 'New')], may_make: true });
    await press('Revoke Old');
    await fireEvent.submit(document.querySelector('form')!);
    await settle();
    expect(screen.getByRole('button', { name: 'Revoke New' }).getAttribute('aria-disabled')).toBe('true');
    await next('DELETE /api/tokens/1').fail();
    expect(panel()?.textContent).toContain(t('common.error.offline'));
    await fireEvent.submit(document.querySelector('form')!);
    await settle();
    await next('DELETE /api/tokens/1').answer({ token: { ...token(1, 'Old'), state: 'revoked' } });
    expect(panel()).toBeNull();
    expect(screen.queryByRole('button', { name: 'Revoke Old' })).toBeNull();
    await press('Revoke New');
    expect(panel()?.textContent).not.toContain(t('common.error.offline'));
  });
});

describe('The inbox', () => {
  const agency = (id: number, name: string) => ({ id, name: { en: name, cy: null }, code: name.slice(0, 3).toUpperCase(), colour: id });
  const decision = (id: number, to: string) => ({
    id,
    part: 'owned',
    text: 'Visit.',
    due: '2026-09-28',
    owner: agency(2, 'Police'),
    progress: null,
    hand_over: { id: id + 10, from: agency(2, 'Police'), to: agency(id, to), state: 'asked', why: 'Nearer.' },
  });
  const inbox = {
    duties: [
      {
        meeting_id: 7,
        meeting_day: '2026-09-21',
        case: { reference: 'FS-1', subject_initials: 'A.B.' },
        agency: agency(2, 'Police'),
        attendance: 'present',
        state: 'to_record',
        waiting_days: 1,
        receipt: null,
        decisions: [decision(3, 'School'), decision(4, 'Health')],
        may_take_over: [],
      },
    ],
    figures: {},
  };
  const stop = (name: string) => screen.getByRole('button', { name: t('follow.hand_over.take_back_named', { agency: name }) });

  it('takes one request back at a time, and says so at the others', async () => {
    render(Inbox);
    await settle();
    await next('GET /api/inbox').answer(inbox);
    await fireEvent.click(stop('School'));
    expect(stop('Health').getAttribute('aria-disabled')).toBe('true');
    await fireEvent.click(stop('Health'));
    await next('DELETE /api/meetings/7/hand-overs/13').answer({});
    await next('GET /api/inbox').answer(inbox);
    await fireEvent.click(stop('Health'));
    await next('DELETE /api/meetings/7/hand-overs/14').answer({});
    expect(asked.map(({ route }) => route)).toEqual(['GET /api/inbox']);
  });

  it('asks before something that is half filled in is left, and not once it is closed', async () => {
    render(Inbox);
    await settle();
    await next('GET /api/inbox').answer(inbox);
    await press('Record FS-1');
    const warned = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect([warned(), await allSaved()]).toEqual([false, true]);
    await fireEvent.click(screen.getByLabelText(t('home.receipt.no')));
    await fireEvent.input(screen.getByLabelText(t('home.receipt.why_not')), { target: { value: 'No file is open' } });
    expect([warned(), await allSaved()]).toEqual([true, false]);
    const ask = vi.fn(() => false);
    vi.stubGlobal('confirm', ask);
    const here = router.path;
    navigate('/overview');
    expect([router.path, ask.mock.calls]).toEqual([here, [[t('prepare.leave')]]]);
    const why = () => screen.queryByLabelText<HTMLInputElement>(t('home.receipt.why_not'));
    await fireEvent.keyDown(why()!, { key: 'Escape', isComposing: true });
    expect(ask).toHaveBeenCalledTimes(1);
    await fireEvent.keyDown(why()!, { key: 'Escape' });
    await press(t('common.close'));
    expect([why()?.value, ask.mock.calls.length]).toEqual(['No file is open', 3]);
    ask.mockReturnValue(true);
    await fireEvent.keyDown(why()!, { key: 'Escape' });
    await settle();
    expect([why(), warned(), await allSaved()]).toEqual([null, false, true]);
    ask.mockClear();
    await press('Record FS-1');
    await press(t('common.close'));
    expect([document.querySelector('.panel'), ask.mock.calls]).toEqual([null, []]);
  });

  it('stands as it is under a panel that was opened while it looked', async () => {
    render(Inbox);
    await settle();
    await next('GET /api/inbox').answer(inbox);
    await look();
    const late = next('GET /api/inbox');
    const record = screen.getByRole('button', { name: 'Record FS-1' });
    record.focus();
    await press('Record FS-1');
    await late.answer({ ...inbox, duties: [] });
    await press(t('common.cancel'));
    expect(document.activeElement).toBe(record);
    await look();
    await next('GET /api/inbox').answer({ ...inbox, duties: [] });
    expect(record.isConnected).toBe(false);
  });

  it('leads to its heading when what was pressed is gone, and says that nothing is left', async () => {
    render(Inbox);
    await settle();
    await next('GET /api/inbox').answer(inbox);
    stop('School').focus();
    await press(stop('School').getAttribute('aria-label')!);
    await next('DELETE /api/meetings/7/hand-overs/13').answer({});
    await next('GET /api/inbox').answer({ ...inbox, duties: [{ ...inbox.duties[0], state: 'recorded', decisions: [] }] });
    screen.getByText(t('follow.inbox.nothing_to_do'));
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });
});

describe('The guests of a meeting', () => {
  const guest = (link: string) => ({ seat_id: 4, name: 'Bo Hart', job: 'Teacher', agency_id: 2, role: 'adviser', link, until: '2026-09-21T12:00:00Z', used_at: null });

  it('are shown as their links are now, and not as they were', async () => {
    const { rerender } = render(Guests, { meetingId: 7, told: 'a' });
    await settle();
    await next('GET /api/meetings/7/guests').answer({ guests: [guest('ready')] });
    await rerender({ told: 'b' });
    await settle();
    const before = next('GET /api/meetings/7/guests');
    await press(/Bo Hart/, 1);
    await next('DELETE /api/meetings/7/guests/4/link').answer({ guests: [guest('withdrawn')] });
    await before.answer({ guests: [guest('ready')] });
    expect(screen.getAllByRole('button', { name: /Bo Hart/ })).toHaveLength(1);
    await next('GET /api/meetings/7/guests').answer({ guests: [guest('none')] });
    screen.getByText(t('joining.guests.link.none'));
  });
});
