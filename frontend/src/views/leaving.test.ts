/** A long form that stands in the page: leaving, closing the window and signing out ask once something is written in it. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Feedback } from '../api/feedback-types';
import type { Case, Reference } from '../api/types';
import { setLanguage, t } from '../i18n';
import { allSaved, navigate, router, takeFocusWanted } from '../router.svelte';
import ReplyForm from './emergency/ReplyForm.svelte';
import GiveForm from './feedback/GiveForm.svelte';
import CaseFacts from './plan/CaseFacts.svelte';
import NewMeeting from './plan/NewMeeting.svelte';
import GroundRules from './practice/GroundRules.svelte';
import Templates from './practice/Templates.svelte';

let answers: Record<string, unknown>;
const ask = vi.fn(() => false);

async function settle() {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  await tick();
}

const press = async (name: string) => {
  await fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};
const type = async (label: string | RegExp, value: string) => {
  await fireEvent.input(screen.getAllByLabelText(label)[0]!, { target: { value } });
  await settle();
};

/** What closing the window, signing out and a link each make of the page as it is. */
async function held(words: string) {
  const closing = !dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const signingOut = !(await allSaved());
  const [here, asked] = [router.path, ask.mock.calls.length];
  navigate(here === '/overview' ? '/inbox' : '/overview');
  const staying = router.path === here;
  expect([signingOut, staying]).toEqual([closing, closing]);
  expect(ask.mock.calls.slice(asked)).toEqual(closing ? [[words]] : []);
  return closing;
}

beforeEach(() => {
  setLanguage('en');
  ask.mockClear();
  answers = {};
  vi.stubGlobal('confirm', ask);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => new Response(JSON.stringify(answers[`${init.method} ${path}`] ?? {})));
});
afterEach(() => {
  cleanup();
  navigate('/');
  takeFocusWanted();
  vi.unstubAllGlobals();
});

describe('The ground rules', () => {
  const version = (number: number, ...en: string[]) => ({ version: number, text: { en, cy: en }, made_at: null, made_by: null });
  const first = t('practice.rules.rule_en', { n: 1 });
  const open = async () => {
    answers['GET /api/ground-rules'] = { versions: [version(1, 'One speaks.', 'All listen.')] };
    render(GroundRules);
    await settle();
    await press(t('practice.rules.edit'));
  };

  it('are held back once a rule is written, until it is saved', async () => {
    await open();
    expect(await held(t('prepare.leave'))).toBe(false);
    await type(first, 'One speaks at a time.');
    expect(await held(t('prepare.leave'))).toBe(true);
    answers['POST /api/ground-rules'] = { versions: [version(2, 'One speaks at a time.', 'All listen.'), version(1, 'One speaks.')] };
    await press(t('practice.rules.save'));
    expect(await held(t('prepare.leave'))).toBe(false);
  });

  it('are held back when a rule is taken out, not as they were, nor once put aside', async () => {
    await open();
    await type(first, 'Half a th');
    await type(first, 'One speaks.');
    expect(await held(t('prepare.leave'))).toBe(false);
    await press(t('practice.rules.remove', { n: 2 }));
    expect(await held(t('prepare.leave'))).toBe(true);
    await press(t('common.cancel'));
    expect(await held(t('prepare.leave'))).toBe(false);
  });
});

describe('Feedback on a meeting', () => {
  const nothing: Feedback = { state: 'closed', may_give: true, may_respond: false, mine: null, response: null, given: null, fewest: 4 };
  const different = new RegExp(t('feedback.question.different'));
  const own = { safe: 'yes', heard: 'yes', well_spent: 'no', different: 'More time.', with_name: true, version: 1 } as const;

  it('is held back once something is written, until it is sent', async () => {
    const shown = render(GiveForm, { feedback: nothing, meetingId: 3, onchanged: (feedback: Feedback) => void shown.rerender({ feedback }) });
    expect(await held(t('feedback.leave'))).toBe(false);
    await type(different, 'More time.');
    expect(await held(t('feedback.leave'))).toBe(true);
    answers['PUT /api/meetings/3/feedback'] = { ...nothing, mine: own };
    await press(t('feedback.give'));
    expect(await held(t('feedback.leave'))).toBe(false);
    await type(different, 'Much more time.');
    expect(await held(t('feedback.leave'))).toBe(true);
  });

  it('is not held back once it was answered and stands', async () => {
    const { rerender } = render(GiveForm, { feedback: { ...nothing, mine: own }, meetingId: 3, onchanged: () => {} });
    await type(different, 'Too late.');
    await rerender({ feedback: { ...nothing, mine: own, response: { version: 1, text: 'Thank you.' } } });
    expect(await held(t('feedback.leave'))).toBe(false);
  });
});

describe('A template', () => {
  it('is held back once something is written in it, until it is put aside', async () => {
    const stage = { key: 'open', name: { en: 'Begin', cy: 'Dechrau' }, prompt: { en: 'Who?', cy: 'Pwy?' }, minutes: 10 };
    answers['GET /api/templates'] = { own: [], shipped: [{ key: 'short', name: { en: 'Short', cy: 'Byr' }, stages: [stage] }] };
    render(Templates);
    await settle();
    await press(t('practice.templates.copy_named', { name: 'Short' }));
    expect(await held(t('prepare.leave'))).toBe(false);
    await type(t('practice.templates.prompt_en'), 'Who is here?');
    expect(await held(t('prepare.leave'))).toBe(true);
    await press(t('common.cancel'));
    expect(await held(t('prepare.leave'))).toBe(false);
  });
});

describe('A question about an emergency', () => {
  it('is held back while it is written, until it is sent or put aside', async () => {
    render(ReplyForm, { meetingId: 3, accessId: 5, chairs: false });
    await press(t('emergency.ask'));
    expect(await held(t('prepare.leave'))).toBe(false);
    await type(new RegExp(t('emergency.question')), 'Why tonight?');
    expect(await held(t('prepare.leave'))).toBe(true);
    await press(t('emergency.not_now'));
    expect(await held(t('prepare.leave'))).toBe(false);
    await press(t('emergency.ask'));
    expect(await held(t('prepare.leave'))).toBe(true);
    await press(t('emergency.send'));
    expect(await held(t('prepare.leave'))).toBe(false);
  });
});

describe('A case', () => {
  const reference = { milestone_kinds: [] } as unknown as Reference;
  const known = { id: 1, version: 1, reference: 'A-1', subject_initials: 'M.', subject_type: 'child', age_band: '5-9', milestones: [] } as unknown as Case;

  it('is held back once it is changed, until that is saved', async () => {
    render(CaseFacts, { of: known, reference });
    await press(t('plan.case.edit'));
    expect(await held(t('prepare.leave'))).toBe(false);
    await type(new RegExp(t('plan.case.age')), '10');
    expect(await held(t('prepare.leave'))).toBe(true);
    answers['PUT /api/cases/1'] = { ...known, age_band: '10' };
    await press(t('plan.case.save'));
    expect(await held(t('prepare.leave'))).toBe(false);
  });

  it('that is new leads on to its plan, and nobody is asked', async () => {
    Object.assign(answers, { 'GET /api/cases': { cases: [] }, 'GET /api/reference': reference, 'POST /api/cases': known, 'POST /api/meetings': { meeting_id: 8 } });
    render(NewMeeting);
    await settle();
    await type(new RegExp(t('plan.case.reference')), 'A-1');
    await type(new RegExp(t('plan.case.initials')), 'M.');
    await fireEvent.click(screen.getByLabelText(t('plan.case.subject_child')));
    expect(await held(t('prepare.leave'))).toBe(true);
    ask.mockClear();
    await press(t('plan.case.create'));
    expect([router.path, ask.mock.calls]).toEqual(['/meetings/8/plan', []]);
  });
});
