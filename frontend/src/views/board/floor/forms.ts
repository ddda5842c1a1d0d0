import type { CapacityView, PrivatePointView } from '../../../api/types';
import { type Form, of, pressed, text } from '../forms/values';

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

export const FLOOR_FORMS = {
  point,
  answer_point,
  sharing,
  capacity,
  points: pressed('answer_private_point'),
  capacities: pressed('state_capacity'),
};
