import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { refusedBy } from '../api/refusal';
import '../api/session.svelte';
import { setLanguage, t } from '../i18n';
import { Attempt, refusedHere } from './attempt.svelte';

beforeEach(() => setLanguage('en'));
afterEach(() => setLanguage('en'));

const refusal = (code: string, current?: unknown) =>
  refusedBy(409, {
    code,
    message: 'Changed.',
    current,
    words: { en: { message: 'Changed.', fields: { name: 'Too long.' } }, cy: { message: 'Newidiwyd.', fields: { name: "Rhy hir." } } },
  });

describe('Attempt', () => {
  it('does one thing at a time, however often it is asked', async () => {
    const attempt = new Attempt();
    let over = () => {};
    const work = vi.fn(() => new Promise<void>((done) => (over = done)));
    const first = attempt.try(work);
    expect(attempt.busy).toBe(true);
    expect(await attempt.try(work)).toBe(false);
    over();
    expect(await first).toBe(true);
    expect(work).toHaveBeenCalledOnce();
    expect(attempt.busy).toBe(false);
  });

  it('gives whatever was thrown words, and forgets them with the next try', async () => {
    const attempt = new Attempt();
    expect(await attempt.try(() => Promise.reject(new Error('odd')))).toBe(false);
    expect(attempt.error?.message).toBe(t('common.error.unexpected'));
    expect(await attempt.try(async () => {})).toBe(true);
    expect(attempt.error).toBeNull();
  });

  it('sends nothing while something is missing', async () => {
    const attempt = new Attempt();
    const work = vi.fn(async () => {});
    let name = '';
    const missing = (): Record<string, string> => (name ? {} : { name: t('common.yes') });
    expect(await attempt.send(work, missing)).toBe(false);
    expect(attempt.fields).toEqual({ name: 'Yes' });
    name = 'A';
    // What was said stays until it is sent again, in the language of the page.
    setLanguage('cy');
    expect(attempt.fields).toEqual({ name: t('common.yes') });
    expect(attempt.fields['name']).not.toBe('Yes');
    expect(await attempt.send(work, missing)).toBe(true);
    expect(work).toHaveBeenCalledOnce();
  });

  it('tries again on the version that it was told of', async () => {
    const attempt = new Attempt(3);
    const sent: (number | undefined)[] = [];
    const work = (thrown: ApiError | null) => async () => {
      sent.push(attempt.version);
      if (thrown) throw thrown;
    };
    await attempt.try(work(refusal('stale', { version: 7, name: 'Theirs' })));
    expect(attempt.theirs()).toEqual({ version: 7, name: 'Theirs' });
    await attempt.try(work(refusal('check_your_answers')));
    expect(attempt.theirs()).toBeUndefined();
    await attempt.try(work(null));
    expect(sent).toEqual([3, 7, 7]);
    const nested = new Attempt(1, (current) => (current as { mine: { version: number } }).mine.version);
    await nested.try(work(refusal('stale', { mine: { version: 9 } })));
    expect(nested.version).toBe(9);
  });
});

describe('A refusal', () => {
  it('of the server is read in the language of the page', () => {
    const error = refusal('stale');
    expect([error.message, error.fields['name']]).toEqual(['Changed.', 'Too long.']);
    setLanguage('cy');
    expect([error.message, error.fields['name']]).toEqual(['Newidiwyd.', 'Rhy hir.']);
    const placed = error.renamed((field) => `rows.2.${field}`);
    expect(placed.fields).toEqual({ 'rows.2.name': 'Rhy hir.' });
    setLanguage('en');
    expect(placed.fields).toEqual({ 'rows.2.name': 'Too long.' });
  });

  it('of a server that says it in one language is read as it was said', () => {
    const error = refusedBy(404, { code: 'not_found', message: 'Not there.' });
    setLanguage('cy');
    expect([error.message, error.fields]).toEqual(['Not there.', {}]);
  });

  it('of the page itself follows, too', () => {
    const error = refusedHere(() => ({ case_id: t('plan.new.choose') }), () => t('reminders.stale'));
    const english = [error.message, error.fields['case_id']];
    setLanguage('cy');
    expect([error.message, error.fields['case_id']]).toEqual([t('reminders.stale'), t('plan.new.choose')]);
    expect(error.message).not.toBe(english[0]);
  });
});
