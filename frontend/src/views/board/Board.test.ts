import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry, HandView, Me, SnapshotViews, View } from '../../api/types';
import { setLanguage } from '../../i18n';
import { wires } from '../../live/fake-wires';
import { settled } from '../../live/testing';
import { CHAIR, concern, consent, decision, disagreement, invitation, meeting, position, reflection, seat, snapshot } from '../../store/testing';
import Board from './Board.svelte';
import { deskFor } from './desks';

vi.mock('socket.io-client', () => import('../../live/fake-wires'));

const wire = () => wires.at(-1)!;
let seq = 20;
let person = 100;

async function show(views: Partial<SnapshotViews> = {}, me: Partial<Me> = {}) {
  // A person of their own for each test: drafts live as long as the person.
  person += 1;
  deskFor(person, 7);
  render(Board, { meetingId: 7 });
  wire().hear('connect');
  wire().last('join').answer({ ok: true, snapshot: snapshot(views, me) });
  await settle();
}

async function settle() {
  await settled();
  await tick();
}

async function arrive(subject: View, kind: Entry['kind'], by = { person_id: 3, agency_id: 2 }) {
  seq += 1;
  const entry: Entry = { meeting_id: 7, stream: 'shared', seq, kind, at: '2026-09-21T13:00:00Z', by, act_id: null, subject };
  wire().hear('entries', { meeting_id: 7, stream: 'shared', entries: [entry] });
  await settle();
}

const area = (name: string) => within(screen.getByRole('region', { name }));
const type = (label: RegExp | string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: RegExp | string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  seq = 20;
  wires.length = 0;
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in this test')));
});
afterEach(() => {
  cleanup();
  setLanguage('en');
  vi.unstubAllGlobals();
});

describe('Board', () => {
  it('shows thresholds, drift and decisions, and the next thing to do in each', async () => {
    await show({
      threshold_position: [position(2, 4)],
      drift_concern: [concern(1)],
      decision: [decision(1, { missing: ['measure'] })],
    });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('FS-2291 · K.T.');
    area('Thresholds').getByRole('button', { name: 'Add our position' });
    area('Drift').getAllByText('6 working days late');
    area('Decisions').getByText('Not ready');
    expect(screen.getByText(/still bound to record/)).toBeTruthy();
  });

  it('shows what others write, without a reload', async () => {
    await show();
    await arrive(position(2, 4, { evidence: 'Weight has crossed two centiles.' }), 'threshold_position_added');
    area('Thresholds').getByText('Weight has crossed two centiles.');
    area('Activity').getByText(/added a threshold position/);
  });

  it('says saved only once the server has said so', async () => {
    await show();
    const word = () => document.querySelector('[data-saving]')?.getAttribute('data-saving');
    expect(word()).toBe('saved');
    await press('Add a reflection');
    await fireEvent.change(screen.getByLabelText(/Which prompt/), { target: { value: 'analysis' } });
    await type(/In your words/, 'A thought.');
    await fireEvent.submit(document.querySelector('.panel form')!);
    await settle();
    expect(wire().last('act').body).toMatchObject({ act: 'add_reflection', data: { text: 'A thought.' } });
    expect(word()).toBe('saving');
  });

  it('keeps what was typed when the server refuses, and leads to the field', async () => {
    await show();
    await press('Add our position');
    await type(/On what evidence/, 'Home conditions improved.');
    await fireEvent.submit(document.querySelector('.panel form')!);
    await settle();
    wire().last('act').answer({ ok: false, code: 'check_your_answers', message: 'Check your answers.', fields: { level: 'Choose a level.' } });
    await settle();
    expect(screen.getAllByText(/Choose a level\./).length).toBeGreaterThan(1);
    expect(screen.getByLabelText<HTMLTextAreaElement>(/On what evidence/).value).toBe('Home conditions improved.');
  });

  it('takes the focus once for each refusal, whatever is told and chosen meanwhile', async () => {
    await show();
    await press('Add a reflection');
    const send = async () => {
      await fireEvent.submit(document.querySelector('.panel form')!);
      await settle();
      wire().last('act').answer({ ok: false, code: 'check_your_answers', message: 'Check your answers.', fields: { text: 'Say more.' } });
      await settle();
    };
    const prompt = () => screen.getByLabelText(/Which prompt/);
    await fireEvent.change(prompt(), { target: { value: 'analysis' } });
    await type(/In your words/, 'A thought.');
    await send();
    expect(document.activeElement?.getAttribute('role')).toBe('alert');
    prompt().focus();
    await fireEvent.change(prompt(), { target: { value: 'wellbeing' } });
    await arrive(meeting({ version: 9, stage: 'drift' }), 'stage_set');
    setLanguage('cy');
    await settle();
    expect(document.activeElement?.tagName).toBe('SELECT');
    setLanguage('en');
    await send();
    expect(document.activeElement?.getAttribute('role')).toBe('alert');
  });

  it('keeps a draft when the panel is closed and opened again', async () => {
    await show();
    await press('Raise a concern');
    await type(/What has not happened/, 'Nobody has visited.');
    await press('Close panel');
    expect(screen.queryByLabelText(/What has not happened/)).toBeNull();
    screen.getByText(/Draft: Raise a drift concern/);
    await press('Continue');
    expect(screen.getByLabelText<HTMLTextAreaElement>(/What has not happened/).value).toBe('Nobody has visited.');
  });

  it('shows both versions of what somebody else changed, and sends ours on the new one', async () => {
    await show({ decision: [decision(4, { version: 1, text: 'Weigh K. weekly.' })] });
    await fireEvent.click(area('Decisions').getByRole('button', { name: 'Change the wording' }));
    await type(/What will be done/, 'Weigh K. at school weekly.');
    await fireEvent.submit(document.querySelector('.panel form')!);
    await settle();
    const current = decision(4, { version: 2, text: 'Weigh K. at the clinic.' });
    wire().last('act').answer({ ok: false, code: 'stale', message: 'Changed.', current });
    await settle();
    const panel = within(screen.getByRole('region', { name: 'Change a decision' }));
    panel.getByText('Weigh K. at school weekly.');
    panel.getByText('Weigh K. at the clinic.');
    await press('Keep what I wrote');
    await settle();
    expect(wire().last('act').body).toMatchObject({ data: { of: 4, version: 2, text: 'Weigh K. at school weekly.' } });
  });

  it('answers with one press, and asks why for anything but agreement', async () => {
    await show({ decision: [decision(4)] });
    await press('Agree');
    await settle();
    expect(wire().last('act').body).toMatchObject({ act: 'give_consent', data: { of: 4, version: 1, stand: 'agree' } });
    await press('Disagree');
    screen.getByLabelText(/Why\?/);
  });

  it('offers an answer after the decision was agreed, on the version it has now', async () => {
    await show({ decision: [decision(4), decision(5, { state: 'agreed', version: 2 })], consent: [consent(1, 5, 1)] });
    await arrive(decision(4, { state: 'agreed', version: 3 }), 'decision_agreed');
    screen.getByRole('button', { name: 'Change our answer' });
    expect(screen.queryByRole('button', { name: 'Agree' })).toBeNull();
    await press('Answer');
    await press('Agree');
    await settle();
    expect(wire().last('act').body).toMatchObject({ act: 'give_consent', data: { of: 4, version: 3, stand: 'agree' } });
  });

  it('leaves the answers laid open when the board is fetched anew, and folds them once ours is another', async () => {
    const views = () => ({ decision: [decision(4)], consent: [consent(1, 4, 1)] });
    await show(views());
    await press('change');
    wire().hear('connect');
    wire().last('join').answer({ ok: true, snapshot: snapshot(views()) });
    await settle();
    screen.getByRole('button', { name: 'Disagree' });
    await arrive(consent(1, 4, 1, { version: 2 }), 'consent_given');
    expect(screen.queryByRole('button', { name: 'Disagree' })).toBeNull();
  });

  it('keeps an answer that was on its way when the decision was agreed, and sends it on what stands now', async () => {
    await show({ decision: [decision(4)] });
    await press('Disagree');
    await type(/Why\?/, 'Nobody asked K.');
    await fireEvent.submit(document.querySelector('.panel form')!);
    await settle();
    const current = decision(4, { state: 'agreed', version: 2 });
    wire().last('act').answer({ ok: false, code: 'stale', message: 'Changed.', current });
    await settle();
    await press('My answer is the same');
    await settle();
    expect(wire().last('act').body).toMatchObject({ data: { of: 4, version: 2, stand: 'disagree', reason: 'Nobody asked K.' } });
  });

  it('lists what is missing when a decision cannot be agreed', async () => {
    await show({ decision: [decision(4, { missing: ['measure'] })] }, CHAIR);
    await press('Record as agreed');
    await settle();
    wire().last('act').answer({ ok: false, code: 'not_smart', message: 'Not yet.', fields: { measure: 'Say how we will know.' } });
    await settle();
    const alert = within(area('Decisions').getByRole('alert'));
    alert.getByText('Say how we will know.');
  });

  it('gives the chair stages, resolving and closing, and nobody else', async () => {
    const views = { disagreement: [disagreement(1)], decision: [decision(1)] };
    await show(views, CHAIR);
    screen.getByText('You are chairing');
    screen.getByRole('button', { name: 'Resolve' });
    expect(screen.queryByRole('button', { name: 'Add our position' })).toBeNull();
    await press('Next stage: drift');
    await settle();
    expect(wire().last('act').body).toMatchObject({ act: 'set_stage', data: { stage: 'drift' } });
    cleanup();
    await show(views);
    expect(screen.queryByText('You are chairing')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Resolve' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Record as agreed' })).toBeNull();
  });

  it('asks at closing why the child was not heard, unless they were', async () => {
    await show({}, CHAIR);
    await press(/Close meeting/);
    screen.getByLabelText(/Why could the child's voice not be heard/);
    await arrive(reflection(1, { prompt: 'voice_of_the_child', text: 'I like it when Nan comes.' }), 'reflection_added');
    expect(screen.queryByLabelText(/Why could the child's voice not be heard/)).toBeNull();
    area("K.'s voice").getByText('I like it when Nan comes.');
  });

  it('names at closing what is left open, and closes all the same', async () => {
    const unmarked = invitation(2, 'HLT', { attendance: 'invited' });
    await show(
      { invitation: [invitation(1, 'CSC'), unmarked], decision: [decision(4, { text: 'Weigh K. weekly.' })], consent: [consent(1, 4, 1)] },
      CHAIR,
    );
    await press(/Close meeting/);
    const panel = area('Close the meeting');
    panel.getByText(/Attendance not recorded: HLT agency/);
    panel.getByText('Weigh K. weekly.');
    panel.getByText('No answer: HLT agency');
    panel.getByRole('button', { name: 'Close the meeting' });
  });

  it('names at closing only what it has asked', async () => {
    await show({}, CHAIR);
    await press(/Close meeting/);
    const panel = area('Close the meeting');
    const refuse = async () => {
      await press('Close the meeting');
      const fields = { next_meeting_on: 'Give the date, or say why none is needed.' };
      wire().last('act').answer({ ok: false, code: 'check_your_answers', message: 'Check your answers.', fields });
      await settle();
      return panel.getByRole('alert').textContent;
    };
    expect(await refuse()).toContain('Will there be another meeting? Give the date');
    await fireEvent.click(panel.getByLabelText('No, none is needed'));
    expect(await refuse()).toContain('Why is none needed? Give the date');
    expect(panel.getByLabelText(/Why is none needed/).getAttribute('aria-describedby')).toBeTruthy();
    await fireEvent.click(panel.getByLabelText('Yes'));
    expect(await refuse()).toContain('On which date? Give the date');
  });

  it('records attendance by what is pressed, and by nothing that is only passed', async () => {
    await show({ invitation: [invitation(1, 'CSC'), invitation(2, 'HLT', { attendance: 'invited' })] }, CHAIR);
    await press('Attendance');
    const health = within(screen.getByRole('group', { name: /HLT/ }));
    expect(health.queryByRole('radio')).toBeNull();
    expect(health.queryByRole('button', { pressed: true })).toBeNull();
    await fireEvent.click(health.getByRole('button', { name: 'Apologies' }));
    expect(wire().last('act').body).toMatchObject({ act: 'record_attendance', data: { agency: 2, attendance: 'apologies' } });
    await arrive(invitation(2, 'HLT', { version: 2, attendance: 'apologies' }), 'attendance_recorded');
    health.getByRole('button', { name: 'Apologies', pressed: true });
  });

  it('stays where it is on a phone when somebody closes the meeting', async () => {
    await show({ meeting: [meeting({ stage: 'drift' })] });
    const chosen = () => within(screen.getByRole('navigation', { name: 'Parts of the board' })).getByRole('button', { current: true }).textContent?.trim();
    expect(chosen()).toBe('Drift');
    await arrive(meeting({ version: 9, stage: 'decisions' }), 'stage_set');
    expect(chosen()).toBe('Drift');
    await arrive(meeting({ version: 10, state: 'closed', closed_at: '2026-09-21T14:00:00Z' }), 'meeting_closed');
    expect(chosen()).toBe('Drift');
  });

  it('asks for the words of the child, not of whoever writes them down', async () => {
    await show();
    await press('Add their words');
    screen.getByLabelText(/In the child's words/);
  });

  it('has reflections in place of decisions where the meeting only reflects', async () => {
    await show({ meeting: [meeting({ purpose: 'reflective' })], reflection: [reflection(1, { prompt: 'wellbeing', text: 'I dread it.' })] });
    expect(screen.queryByRole('region', { name: 'Decisions' })).toBeNull();
    area('Reflections').getByText('Erased when the meeting closes');
  });

  it('speaks of the person where the meeting is about an adult', async () => {
    const about = { ...meeting().case, subject_type: 'adult_at_risk' as const };
    await show({ meeting: [meeting({ case: about })] });
    screen.getByText("The person's voice (K.)");
    expect(document.body.textContent).not.toMatch(/child/i);
    await press('Raise a concern');
    screen.getByLabelText('What does it do to the person?');
    expect(document.querySelector('.panel')?.textContent).not.toMatch(/the child|child's|other children/i);
  });

  it('becomes the record when the meeting closes, with nothing left to press', async () => {
    await show({ decision: [decision(1, { state: 'agreed', involves: [2] })], consent: [consent(1, 1, 1)] });
    await arrive(meeting({ version: 9, state: 'closed', closed_at: '2026-09-21T14:00:00Z', next_meeting_on: '2026-11-09' }), 'meeting_closed');
    const record = area('Record of the meeting');
    record.getByText('Mon 9 Nov 2026');
    expect(record.getAllByText('Decision 1')).toHaveLength(2);
    for (const name of ['Add our position', 'Raise a concern', 'Propose', 'Agree']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });

  it('shows what people wrote as text', async () => {
    await show({ reflection: [reflection(1, { text: '<img src=x onerror=alert(1)> \u202eevil' })] });
    expect(document.querySelector('.text img')).toBeNull();
    area('Reflections').getByText('<img src=x onerror=alert(1)> [U+202E]evil');
  });

  it('is in Welsh from the first screen on', async () => {
    setLanguage('cy');
    await show();
    screen.getByRole('button', { name: 'Ychwanegu ein safbwynt' });
    screen.getByText('Llais K.');
  });

  it('tells the chair whose hand is up where a chip does not', async () => {
    const hand = (id: number, person_id: number, agency_id: number): HandView => ({
      type: 'hand', id, version: 1, agency_id, state: 'up', raised_at: '2026-09-21T12:50:00Z', by: { person_id, agency_id },
    });
    await show({ hand: [hand(1, 2, 1), hand(2, 12, 1), hand(3, 3, 2), hand(4, 13, 9)], seat: [seat(2, 1), seat(12, 1), seat(3, 2), seat(13, 9)] }, CHAIR);
    const hidden = [...document.querySelectorAll('li > .who')].map((who) => [who.textContent.split(',')[0], who.classList.contains('chip-tells')]);
    expect(hidden).toEqual([['Job 2', false], ['Job 12', false], ['Job 3', true], ['Job 13', false]]);
  });

  it('on a phone can be told something in private from another area while a form is open', async () => {
    await show({}, { can: [...(snapshot().me.can ?? []), 'speak_privately'] });
    const opens = () => document.querySelector('.opens')!.classList.contains('waits-for-form');
    expect(opens()).toBe(false);
    await press('Tell the facilitator privately');
    await type(/What do you want to tell/, 'Something');
    expect(opens()).toBe(true);
    await press('Drift');
    expect(opens()).toBe(false);
    await press('Tell the facilitator privately');
    await settle();
    expect(opens()).toBe(true);
    expect(document.activeElement?.id).toBe('panel-title');
  });
});
