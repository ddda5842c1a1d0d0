import axe from 'axe-core';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlanBody } from '../../api/bodies';
import type { Directory, Plan, Reference } from '../../api/types';
import { setLanguage } from '../../i18n';
import { announced } from '../../ui/announce.svelte';
import { aPlan } from './fixtures';
import PlanForm from './PlanForm.svelte';

const keyed = (key: string) => ({ key, name: { en: key, cy: `${key} (cy)` } });
const stage = (key: string, minutes: number) => ({ ...keyed(key), prompt: { en: '?', cy: '?' }, minutes });

const reference = {
  criteria: [keyed('threshold'), keyed('drift'), keyed('emotional_impact'), keyed('other')],
  milestone_kinds: [keyed('referral')],
  templates: [
    { ...keyed('standard'), stages: [stage('welcome', 30), stage('decisions', 60)] },
    { ...keyed('short'), stages: [stage('welcome', 45)] },
  ],
} as unknown as Reference;

const agency = (id: number, name: string, code: string) => ({
  id,
  name: { en: name, cy: null },
  code,
  colour: id,
  sector: 'police',
});
const person = (id: number, name: string, agency_id: number, recorder = false) => ({
  id,
  name,
  job: 'Worker',
  agency_id,
  roles: recorder ? ['recorder' as const] : [],
  language: 'en' as const,
});
const directory: Directory = {
  agencies: [agency(1, 'Health', 'HLT'), agency(2, 'Police', 'POL')],
  people: [person(9, 'Nia', 1), person(11, 'Jo', 1), person(12, 'Sam', 1, true), person(20, 'Ruth', 1), person(21, 'Dina', 2)],
};

let bodies: PlanBody[];

beforeEach(() => {
  bodies = [];
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as PlanBody;
    bodies.push(body);
    return new Response(JSON.stringify(aPlan({ ...(body as Partial<Plan>), version: body.version + 1, needed: [] })));
  });
});
afterEach(() => {
  cleanup();
  setLanguage('en');
  vi.useRealTimers();
});

const show = (changes: Partial<Plan> = {}) => render(PlanForm, { plan: aPlan(changes), reference, directory });

async function saved(): Promise<PlanBody> {
  const before = bodies.length;
  await vi.advanceTimersByTimeAsync(1000);
  await waitFor(() => expect(bodies.length).toBe(before + 1));
  return bodies[before] as PlanBody;
}

describe('the plan', { timeout: 30_000 }, () => {
  it('says what it still needs and cannot be opened until then', async () => {
    show();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Open the meeting' }).disabled).toBe(true);
    expect(screen.getByRole('link', { name: 'At least two agencies invited' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Police' }));
    expect(screen.getAllByText('Not saved yet')).toHaveLength(2);
    expect((await saved()).invited.map((each) => each.agency_id)).toEqual([1, 2]);
    await waitFor(() => expect(screen.getAllByText(/All saved/).length).toBeGreaterThan(0));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Open the meeting' }).disabled).toBe(false);
  });

  it('offers nobody a second seat', async () => {
    show();
    const speaks = screen.getByRole('group', { name: 'Who speaks for it' });
    // Nia chairs, Sam records, Ruth advises.
    expect(within(speaks).getAllByRole('checkbox')).toHaveLength(1);
    expect(within(speaks).getByLabelText('Jo, Worker')).toBeTruthy();
  });

  it('shows who has left since, to be taken off it', async () => {
    const { sector: _, ...school } = agency(3, 'School', 'SCH');
    show({
      invited: [{ agency_id: 1, representatives: [13], recorders: [] }, { agency_id: 3, representatives: [], recorders: [] }],
      left: { agencies: [school], people: [{ id: 13, name: 'Abi', job: 'Nurse', agency_id: 1 }] },
      needed: ['left'],
    });
    const gone = screen.getByRole('checkbox', { name: /School.*no longer active here/ });
    expect((gone as HTMLInputElement).checked).toBe(true);
    await fireEvent.click(gone);
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Abi, Nurse, no longer active here' }));
    expect((await saved()).invited).toEqual([{ agency_id: 1, representatives: [], recorders: [] }]);
  });

  it('says so where the agency of an adviser is itself invited', async () => {
    show({ advisers: [20, 21] });
    expect(screen.getByText(/^Ruth is of Health, which is invited itself/)).toBeTruthy();
    expect(screen.queryByText(/^Dina is of/)).toBeNull();
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Police' }));
    expect(screen.getByText(/^Dina is of Police/)).toBeTruthy();
  });

  it('tells of a save that was refused where it is, and of one that was asked for with the focus', async () => {
    show({ needed: [] });
    const fields = { scheduled_at: 'Check the year.' };
    const refusal = { ok: false, code: 'check_your_answers', message: 'Check your answers.', fields };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(refusal), { status: 422 }));
    await fireEvent.click(screen.getByRole('button', { name: 'Open the meeting' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Open it now' }));
    await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('alert'));
    const day = screen.getByLabelText('Day');
    day.focus();
    await fireEvent.input(day, { target: { value: '30' } });
    await vi.advanceTimersByTimeAsync(1000);
    await waitFor(() => screen.getByRole('group', { name: 'There is a problem' }));
    expect(document.activeElement).toBe(day);
    await vi.advanceTimersByTimeAsync(200);
    expect(announced.text).toBe('Check your answers. Check the year.');
  });

  it('asks whether to open it when that is pressed and not by itself, and leads back', async () => {
    show({ needed: [] });
    const open = screen.getByRole('button', { name: 'Open the meeting' });
    open.focus();
    await fireEvent.click(open);
    await fireEvent.click(screen.getByRole('button', { name: 'Not yet' }));
    await waitFor(() => expect(document.activeElement).toBe(open));
    await fireEvent.click(open);
    let needed = ['scheduled_at'];
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      const body = JSON.parse(String(init.body)) as PlanBody;
      return new Response(JSON.stringify(aPlan({ ...(body as Partial<Plan>), version: body.version + 1, needed })));
    });
    const day = screen.getByLabelText('Day');
    day.focus();
    for (const [value, gone] of [['', true], ['30', false]] as const) {
      await fireEvent.input(day, { target: { value } });
      await vi.advanceTimersByTimeAsync(1000);
      await waitFor(() => expect((open as HTMLButtonElement).disabled).toBe(gone));
      expect(screen.queryByRole('button', { name: 'Open it now' })).toBeNull();
      needed = [];
    }
    expect(document.activeElement).toBe(day);
  });

  it('lets the length follow the template', async () => {
    show();
    await fireEvent.click(screen.getByLabelText('short (45 min)'));
    expect(await saved()).toMatchObject({ template: 'short', planned_minutes: 45 });
  });

  it('keeps a length somebody has set', async () => {
    show({ planned_minutes: 100 });
    await fireEvent.click(screen.getByLabelText('short (45 min)'));
    expect(await saved()).toMatchObject({ template: 'short', planned_minutes: 100 });
  });

  it('saves a date when it is one', async () => {
    show();
    await fireEvent.input(screen.getByLabelText('Day'), { target: { value: '31' } });
    expect((await saved()).scheduled_at).toBeNull();
    await fireEvent.input(screen.getByLabelText('Month'), { target: { value: '12' } });
    expect((await saved()).scheduled_at).toBe('2026-12-31T13:30:00+00:00');
    expect(screen.getByText('Thu 31 Dec 2026')).toBeTruthy();
  });

  it.each(['en', 'cy'] as const)('is accessible (%s)', async (language) => {
    setLanguage(language);
    show({ advisers: [20] });
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)])).toEqual([]);
  });
});
