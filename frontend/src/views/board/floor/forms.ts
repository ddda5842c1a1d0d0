import type { CapacityView, PrivatePointView } from '../../../api/types';
import type { Draft, FieldValue } from '../drafts.svelte';
import type { Form } from '../forms';

const text = (value: FieldValue | undefined): string => String(value ?? '').trim();
const of = (draft: Draft) => ({ of: draft.subject?.id, version: draft.version });

const point: Form = {
  initial: () => ({ text: '', sharing: 'no' }),
  act: () => 'raise_private_point',
  data: ({ values }) => ({ text: text(values['text']), sharing: values['sharing'] }),
};

const answer_point: Form = {
  initial: () => ({ answer: '' }),
  act: () => 'answer_private_point',
  data: (draft) => ({ ...of(draft), answer: text(draft.values['answer']) }),
};

const sharing: Form = {
  initial: ({ subject }) => ({ sharing: (subject as PrivatePointView).sharing }),
  act: () => 'allow_sharing',
  data: (draft) => ({ ...of(draft), sharing: draft.values['sharing'] }),
};

const capacity: Form = {
  initial: ({ subject }) => {
    const now = subject as CapacityView | null;
    return { level: now?.level ?? '', words: now?.words ?? '' };
  },
  act: () => 'state_capacity',
  data: ({ values }) => ({ level: text(values['level']), words: text(values['words']) }),
};

/** Nothing is sent from these: each press in them is an act of its own. */
const points: Form = { initial: () => ({}), act: () => 'answer_private_point', data: () => ({}) };
const capacities: Form = { initial: () => ({}), act: () => 'state_capacity', data: () => ({}) };

export const FLOOR_FORMS = { point, answer_point, sharing, capacity, points, capacities };
