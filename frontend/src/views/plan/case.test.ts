import axe from 'axe-core';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Case, NewCase, Reference } from '../../api/types';
import { setLanguage, t } from '../../i18n';
import CaseForm from './CaseForm.svelte';

const reference = { milestone_kinds: [] } as unknown as Reference;
let sent: NewCase[];

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as NewCase;
    sent.push(body);
    return new Response(JSON.stringify({ id: 1, version: 1, ...body }));
  });
});
afterEach(() => {
  cleanup();
  setLanguage('en');
});

const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label, { exact: false }), { target: { value } });
const choose = (label: string) => fireEvent.click(screen.getByRole('radio', { name: label }));

async function save(): Promise<NewCase | undefined> {
  await fireEvent.click(screen.getByRole('button', { name: t('plan.case.create') }));
  await waitFor(() => expect(sent).toHaveLength(1));
  return sent[0];
}

async function begin(subject: string, age = ''): Promise<void> {
  render(CaseForm, { reference, onsaved: (_: Case) => undefined });
  await type(t('plan.case.reference'), 'A-1');
  await type(t('plan.case.initials'), 'M.');
  await choose(t(`plan.case.subject_${subject}`));
  await type(t('plan.case.age'), age);
}

describe('mental capacity', () => {
  it('can be said of an adult', async () => {
    await begin('adult_at_risk');
    await choose(t('capacity.lacks'));
    await type(t('capacity.words'), ' Where to live. ');
    expect(await save()).toMatchObject({ capacity: 'lacks', capacity_words: 'Where to live.' });
  });

  it.each([
    ['5-9', 0],
    ['15-17', 1],
    ['16', 1],
    ['16yrs', 1],
    ['17 mlwydd oed', 1],
    ['18 months', 0],
    ['16-18 months', 0],
    ['16 i 18 mis', 0],
    ['20 weeks', 0],
    ['born 2019', 0],
    ['', 0],
  ])('is asked of a child who may be 16 (%s)', async (age, asked) => {
    await begin('child', age);
    expect(screen.queryAllByRole('radio', { name: t('capacity.lacks') })).toHaveLength(asked);
  });

  it('stays where something was said of it, also while that is emptied', async () => {
    await begin('child', '16');
    await type(t('capacity.words'), 'Where to live.');
    await type(t('plan.case.age'), '5');
    await type(t('capacity.words'), '');
    screen.getByLabelText(t('capacity.words'), { exact: false });
  });

  it('is not sent of whom it is no longer asked', async () => {
    await begin('adult_at_risk');
    await choose(t('capacity.in_doubt'));
    await choose(t('plan.case.subject_unborn_child'));
    expect(await save()).toMatchObject({ capacity: '', capacity_words: '' });
  });

  it.each(['en', 'cy'] as const)('is accessible (%s)', async (language) => {
    setLanguage(language);
    await begin('adult_at_risk');
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
