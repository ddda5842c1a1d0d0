/** What whoever chairs does in a panel: who is at the table, how far the meeting is, how it ends. */
import { type Form, of, orNothing, pressed, text } from '../forms/values';

const invite: Form = {
  initial: () => ({ agency: 0 }),
  act: () => 'invite_agency',
  data: ({ values }) => ({ agency: values['agency'] || null }),
};

const seat: Form = {
  initial: () => ({ person: 0, role: 'representative' }),
  act: () => 'seat_person',
  data: ({ values }) => ({ person: values['person'] || null, role: values['role'] }),
};

const guest: Form = {
  initial: () => ({ name: '', job: '', role: 'representative', agency: 0 }),
  act: () => 'seat_guest',
  data: ({ values }) => ({
    name: text(values['name']),
    job: text(values['job']),
    role: values['role'],
    agency: values['agency'] || null,
  }),
  next: 'seats',
};

const unseat: Form = {
  initial: () => ({ reason: '' }),
  act: () => 'remove_seat',
  data: (draft) => ({ ...of(draft), reason: text(draft.values['reason']) }),
};

const handover: Form = {
  initial: () => ({ to: 0 }),
  act: () => 'hand_over_chair',
  data: ({ values }) => ({ to: values['to'] || null }),
};

const close: Form = {
  initial: () => ({ childs_voice_not_heard_because: '', again: '', next_meeting_on: '', no_next_meeting_because: '' }),
  act: () => 'close_meeting',
  data({ values }) {
    const next =
      values['again'] === 'no'
        ? { no_next_meeting_because: text(values['no_next_meeting_because']) }
        : { next_meeting_on: orNothing(values['next_meeting_on']) };
    const unheard = text(values['childs_voice_not_heard_because']);
    return { ...next, ...(unheard ? { childs_voice_not_heard_because: unheard } : {}) };
  },
};

export const CHAIR_FORMS = {
  attendance: pressed('record_attendance'),
  /** Where the chair begins to change who is at the table. */
  seats: pressed('seat_person'),
  coverage: pressed('set_stage'),
  invite,
  seat,
  guest,
  unseat,
  handover,
  close,
};
