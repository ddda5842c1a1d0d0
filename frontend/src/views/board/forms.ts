/** What is written on the board by everybody at the table: what each form begins with and what it sends. */
import type { ChronologyEventView } from '../../api/chronology-types';
import type { ProcessChallengeView } from '../../api/challenge-types';
import type { InvolvementView } from '../../api/network-types';
import type { RequirementView } from '../../api/requirement-types';
import type { ActName, DecisionView, DriftConcernView, ReflectionView, Test, ThresholdPositionView, View } from '../../api/types';
import { requirementBody, requirementValues } from '../requirements/values';
import { CHAIR_FORMS } from './chair/forms';
import type { FormKind } from './drafts.svelte';
import { FLOOR_FORMS } from './floor/forms';
import { answerKey, answers, changes, type Form, of, orNothing, pressed, text } from './forms/values';

/** What an agency may ask of its own view, in the order in which it is asked. */
export const TESTS: readonly Test[] = ['hypothesis', 'evidence_against', 'proportionality', 'identity', 'trauma'];

const position: Form = {
  initial({ subject, preset }) {
    const now = subject as ThresholdPositionView | null;
    const tested = Object.fromEntries(TESTS.map((test) => [test, now?.tested[test] ?? '']));
    return { level: now?.level ?? null, evidence: '', would_change_view: now?.would_change_view ?? '', ...tested, ...preset };
  },
  act: (draft) => (draft.subject ? 'move_threshold_position' : 'add_threshold_position'),
  data: (draft) => ({
    level: draft.values['level'],
    evidence: text(draft.values['evidence']),
    would_change_view: text(draft.values['would_change_view']),
    ...changes(draft, Object.fromEntries(TESTS.map((test) => [test, text(draft.values[test])]))),
    ...(draft.subject ? { version: draft.version } : {}),
  }),
};

const disagreement: Form = {
  initial: ({ ownAgency }) => ({ about: '', between: ownAgency === null ? [] : [ownAgency] }),
  act: () => 'raise_disagreement',
  data: (draft) => ({ about: text(draft.values['about']), between: draft.values['between'] }),
};

const resolve: Form = {
  initial: () => ({ how: '' }),
  act: () => 'resolve_disagreement',
  data: (draft) => ({ ...of(draft), how: text(draft.values['how']) }),
};

const escalate: Form = {
  initial: () => ({ owner: 0, reason: '', immediate_risk: [] }),
  act: () => 'escalate_disagreement',
  data: (draft) => ({
    ...of(draft),
    owner: draft.values['owner'] || null,
    reason: text(draft.values['reason']),
    immediate_risk: (draft.values['immediate_risk'] as string[]).includes('yes'),
  }),
};

const settle: Form = { ...resolve, act: () => 'settle_disagreement' };

const advance: Form = { ...escalate, act: () => 'advance_disagreement' };

const concern: Form = {
  initial({ subject }) {
    const now = subject as DriftConcernView | null;
    return {
      what: now?.what ?? '',
      effect_on_child: now?.effect_on_child ?? '',
      expectation: now?.expectation ?? '',
      counted: now?.from_milestone ? 'milestone' : 'since',
      since: now?.since ?? '',
      from_milestone: now?.from_milestone ?? '',
      risk_source: now?.risk_source ?? '',
    };
  },
  act: (draft) => (draft.subject ? 'amend_drift_concern' : 'raise_drift_concern'),
  data(draft) {
    const { values } = draft;
    const byMilestone = values['counted'] === 'milestone' && values['expectation'] !== 'none';
    const from = byMilestone
      ? { from_milestone: orNothing(values['from_milestone']) }
      : { since: orNothing(values['since']) };
    const all = {
      what: text(values['what']),
      effect_on_child: text(values['effect_on_child']),
      risk_source: text(values['risk_source']),
      expectation: text(values['expectation']),
      ...from,
    };
    if (!draft.subject) return all;
    return { ...of(draft), ...changes(draft, all, { since: ['counted'], from_milestone: ['counted'] }) };
  },
};

const event: Form = {
  initial({ subject }) {
    const now = subject as ChronologyEventView | null;
    return {
      began: now?.began ?? '',
      lasted: now?.ended ? 'span' : 'day',
      ended: now?.ended ?? '',
      what: now?.what ?? '',
      source: now?.source ?? '',
    };
  },
  act: (draft) => (draft.subject ? 'amend_chronology_event' : 'add_chronology_event'),
  data(draft) {
    const { values } = draft;
    const all = {
      began: orNothing(values['began']),
      ended: values['lasted'] === 'span' ? orNothing(values['ended']) : null,
      what: text(values['what']),
      source: text(values['source']),
    };
    return draft.subject ? { ...of(draft), ...changes(draft, all, { ended: ['lasted'] }) } : all;
  },
};

const requirement: Form = {
  initial: ({ subject }) => requirementValues(subject as RequirementView | null),
  act: (draft) => (draft.subject ? 'amend_requirement' : 'add_requirement'),
  data(draft) {
    const all = requirementBody(draft.values);
    return draft.subject ? { ...of(draft), ...changes(draft, all, { every: ['again'], unit: ['again'], seen_by: ['child'], asks: ['child'] }) } : all;
  },
};

const involvement: Form = {
  initial({ subject, preset }) {
    const now = subject as InvolvementView | null;
    return { service: now?.service ?? '', people: now?.people ?? '', does: now?.does ?? '', ...preset };
  },
  act: (draft) => (draft.subject ? 'amend_involvement' : 'add_involvement'),
  data(draft) {
    const { values } = draft;
    const all = { service: text(values['service']), people: text(values['people']), does: text(values['does']) };
    return draft.subject ? { ...of(draft), ...changes(draft, all) } : all;
  },
};

const challenge: Form = {
  initial({ subject }) {
    const now = subject as ProcessChallengeView | null;
    return { process: now?.process ?? '', obstacle: now?.obstacle ?? '', would_help: now?.would_help ?? '', concerns: now?.concerns ?? [] };
  },
  act: (draft) => (draft.subject ? 'amend_process_challenge' : 'raise_process_challenge'),
  data(draft) {
    const { values } = draft;
    const all = {
      process: text(values['process']),
      obstacle: text(values['obstacle']),
      would_help: text(values['would_help']),
      concerns: values['concerns'],
    };
    return draft.subject ? { ...of(draft), ...changes(draft, all) } : all;
  },
};

const learning: Form = {
  initial: ({ subject }) => ({ meant: subject?.type === 'learning_point' ? subject.meant : '' }),
  act: () => 'note_learning',
  data: (draft) => ({ ...of(draft), meant: text(draft.values['meant']) }),
};

const cite: Form = {
  initial: () => ({ source: '', title: '', link: '', place: '' }),
  act: () => 'cite_source',
  data: ({ subject, values }) => ({
    beside: subject ? { type: subject.type, id: subject.id } : null,
    source: text(values['source']),
    title: values['source'] ? '' : text(values['title']),
    link: text(values['link']),
    place: text(values['place']),
  }),
};

const reflection: Form = {
  initial({ subject, preset }) {
    const now = subject as ReflectionView | null;
    return { prompt: now?.prompt ?? '', text: now?.text ?? '', answers: now?.answers.map(answerKey) ?? [], ...preset };
  },
  act: (draft) => (draft.subject ? 'amend_reflection' : 'add_reflection'),
  data(draft) {
    const all = { text: text(draft.values['text']), answers: answers(draft.values['answers']) };
    // A wording sent again as it stands is still an answer to somebody else's change of it.
    if (draft.subject) return { ...of(draft), text: all.text, ...changes(draft, { answers: all.answers }) };
    return { prompt: text(draft.values['prompt']), ...all };
  },
};

const decision: Form = {
  initial({ subject, ownAgency, preset }) {
    const now = subject as DecisionView | null;
    return {
      text: now?.text ?? '',
      owner: (now ? now.owner_agency_id : ownAgency) ?? 0,
      measure: now?.measure ?? '',
      responsible: now?.responsible ?? '',
      due: now?.due ?? '',
      reflects_child: now?.reflects_child ?? '',
      involves: now?.involves ?? [],
      answers: now?.answers.map(answerKey) ?? [],
      rationale: now?.rationale ?? '',
      authority: now?.authority ?? '',
      sign_off_by: now?.sign_off_by ?? '',
      family_what: now?.family_what ?? '',
      family_by: now?.family_by ?? '',
      family_on: now?.family_on ?? '',
      ...preset,
    };
  },
  act: (draft) => (draft.subject ? 'amend_decision' : 'propose_decision'),
  data(draft) {
    const { values } = draft;
    const all = {
      text: text(values['text']),
      owner: values['owner'] || null,
      measure: text(values['measure']),
      responsible: text(values['responsible']),
      due: orNothing(values['due']),
      reflects_child: text(values['reflects_child']),
      involves: (values['involves'] as number[]).filter((agency) => agency !== values['owner']),
      answers: answers(values['answers']),
      rationale: text(values['rationale']),
      authority: text(values['authority']),
      sign_off_by: values['authority'] === 'needs_sign_off' ? text(values['sign_off_by']) : '',
      family_what: text(values['family_what']),
      family_by: text(values['family_by']),
      family_on: orNothing(values['family_on']),
    };
    return draft.subject ? { ...of(draft), ...changes(draft, all, { involves: ['owner'], sign_off_by: ['authority'] }) } : all;
  },
};

const consent: Form = {
  initial: ({ preset }) => ({ stand: '', reason: '', ...preset }),
  act: () => 'give_consent',
  data: (draft) => ({ ...of(draft), stand: draft.values['stand'], reason: text(draft.values['reason']) }),
};

const WITHDRAWALS: Partial<Record<View['type'], ActName>> = {
  threshold_position: 'withdraw_threshold_position',
  drift_concern: 'withdraw_drift_concern',
  chronology_event: 'withdraw_chronology_event',
  involvement: 'withdraw_involvement',
  requirement: 'withdraw_requirement',
  reflection: 'withdraw_reflection',
  decision: 'withdraw_decision',
};

const withdraw: Form = {
  initial: () => ({ reason: '' }),
  act: (draft) => WITHDRAWALS[draft.subject?.type ?? 'decision'] ?? 'withdraw_decision',
  data(draft) {
    const reason = text(draft.values['reason']);
    if (draft.subject?.type === 'threshold_position') return { reason, version: draft.version };
    return { ...of(draft), reason };
  },
};

const addendum: Form = {
  initial: () => ({ text: '', reason: '' }),
  act: () => 'add_addendum',
  data: ({ subject, values }) => ({
    corrects: subject ? { type: subject.type, id: subject.id } : null,
    text: text(values['text']),
    reason: text(values['reason']),
  }),
};

export const FORMS: Record<FormKind, Form> = {
  ...CHAIR_FORMS,
  ...FLOOR_FORMS,
  cite,
  challenge,
  learning,
  involvement,
  requirement,
  position,
  disagreement,
  resolve,
  escalate,
  settle,
  advance,
  concern,
  event,
  reflection,
  decision,
  consent,
  withdraw,
  read_back: pressed('confirm_read_back'),
  addendum,
};
