/** How every form sends, by one that stands for them all. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadSession, lookAgain, session, takeUp } from '../api/session.svelte';
import type { Agency, Reference } from '../api/types';
import { setLanguage, t } from '../i18n';
import AgencyForm from '../views/admin/AgencyForm.svelte';

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const signedIn = {
  signed_in: true,
  csrf_token: 'token',
  person: { id: 9, name: 'Ines Moreau', language: 'en', roles: ['administrator'], factors: [], guest_of: null },
  partnership: { name: { en: 'Fellshire', cy: null }, nation: 'england' },
  demo: false,
};
const police = {
  id: 4,
  name: { en: 'Police', cy: 'Heddlu' },
  sector: 'police',
  code: 'POL',
  colour: 2,
  record_system: '',
  contact_address: null,
  support_signposts: '',
  active: true,
  version: 5,
} as unknown as Agency;
const reference = { sectors: [{ key: 'police', name: { en: 'Police', cy: 'Heddlu' } }] } as unknown as Reference;
const refusal = {
  ok: false,
  code: 'check_your_answers',
  message: 'Check your answers.',
  fields: { code: 'Another agency has this code.' },
  words: {
    en: { message: 'Check your answers.', fields: { code: 'Another agency has this code.' } },
    cy: { message: 'Gwiriwch eich atebion.', fields: { code: "Mae'r cod hwn gan asiantaeth arall." } },
  },
};

let sent: Record<string, unknown>[];
let answers: (() => Promise<Response>)[];
const onsaved = vi.fn();

beforeEach(async () => {
  setLanguage('en');
  sent = [];
  answers = [];
  onsaved.mockReset();
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/session') return json(signedIn);
    sent.push(JSON.parse(String(init.body)));
    return (answers.shift() ?? (() => Promise.resolve(json(police))))();
  });
  await loadSession();
  render(AgencyForm, { existing: police, reference, onsaved, oncancel: () => {} });
});
afterEach(async () => {
  cleanup();
  setLanguage('en');
  // Nobody is signed in, and nobody was.
  vi.stubGlobal('fetch', async () => json({ ...signedIn, signed_in: false, person: null }));
  await takeUp();
  vi.unstubAllGlobals();
});

const code = () => screen.getByLabelText<HTMLInputElement>(/^Code|^Cod/);
const save = () => fireEvent.submit(document.querySelector('form')!);
const summary = () => document.querySelector<HTMLElement>('.govuk-error-summary');
async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await tick();
}

async function type(text: string) {
  await fireEvent.input(code(), { target: { value: text } });
}

describe('A form', { timeout: 30_000 }, () => {
  it('sends once, however often its button is pressed', async () => {
    let answer: (response: Response) => void = () => {};
    answers.push(() => new Promise((resolve) => (answer = resolve)));
    await save();
    await save();
    expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true');
    answer(json(police));
    await settle();
    expect([sent.length, onsaved.mock.calls.length]).toEqual([1, 1]);
  });

  it('says why it was refused where the focus goes, and at the field; what was typed stays', async () => {
    answers.push(async () => json(refusal, 422));
    await type('HLT');
    await save();
    await settle();
    expect(document.activeElement).toBe(summary());
    expect(code().value).toBe('HLT');
    expect(code().getAttribute('aria-invalid')).toBe('true');
    const described = code().getAttribute('aria-describedby')?.split(' ').map((id) => document.getElementById(id)?.textContent) ?? [];
    expect(described.join(' ')).toContain('Another agency has this code.');
    await fireEvent.click(screen.getByRole('link', { name: 'Another agency has this code.' }));
    expect(document.activeElement).toBe(code());
  });

  it('says it in the other language when the page is switched, and takes no focus for it', async () => {
    answers.push(async () => json(refusal, 422));
    await save();
    await settle();
    code().focus();
    setLanguage('cy');
    await settle();
    expect(summary()?.textContent).toContain('Gwiriwch eich atebion.');
    screen.getByRole('link', { name: "Mae'r cod hwn gan asiantaeth arall." });
    expect(document.body.textContent).not.toContain('Another agency');
    expect(document.activeElement).toBe(code());
  });

  it('sends nothing while an answer is missing', async () => {
    for (const name of ['en', 'cy']) await fireEvent.input(document.getElementById(`agency-name-${name}`)!, { target: { value: ' ' } });
    await save();
    await settle();
    expect(sent).toEqual([]);
    expect(document.activeElement).toBe(summary());
    screen.getByRole('link', { name: t('admin.agencies.name_missing') });
  });

  it('offline, or signed out, says so and keeps what was typed; the next press sends it', async () => {
    answers.push(() => Promise.reject(new TypeError('offline')));
    await type('OFF');
    await save();
    await settle();
    expect(summary()?.textContent).toContain(t('common.error.offline'));
    answers.push(async () => json({ ok: false, code: 'signed_out', message: 'Sign in.', fields: {} }, 401));
    await save();
    await settle();
    expect(session.expired).toBe(true);
    expect(code().value).toBe('OFF');
    await lookAgain();
    await save();
    await settle();
    expect(sent.map((body) => body['code'])).toEqual(['OFF', 'OFF', 'OFF']);
    expect(onsaved).toHaveBeenCalledOnce();
    expect(summary()).toBeNull();
  });

  it('shows what somebody else made of it, and saves over that when told to again', async () => {
    const theirs = { ...police, code: 'PCS', version: 8 };
    answers.push(async () => json({ ok: false, code: 'stale', message: 'Changed.', fields: {}, current: theirs }, 409));
    await type('POX');
    await save();
    await settle();
    expect(document.querySelector('form')?.textContent).toContain('PCS');
    await save();
    await settle();
    expect(sent.map((body) => [body['code'], body['version']])).toEqual([['POX', 5], ['POX', 8]]);
  });
});
