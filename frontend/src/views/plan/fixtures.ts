import type { Plan } from '../../api/types';

export function aPlan(changes: Partial<Plan> = {}): Plan {
  return {
    meeting_id: 4,
    version: 1,
    state: 'planned',
    case: {
      id: 1,
      version: 1,
      reference: 'FS-2291',
      subject_initials: 'K.T.',
      subject_type: 'child',
      age_band: '5 to 9',
      milestones: [],
    },
    purpose: 'decision_making',
    criteria: ['drift'],
    criteria_other: '',
    scheduled_at: '2026-09-28T13:30:00+01:00',
    planned_minutes: 90,
    session_model: 'group',
    template: 'standard',
    information_shared: 'assigned',
    lawful_basis: '',
    lawful_basis_note: '',
    invited: [{ agency_id: 1, representatives: [11], recorders: [12] }],
    advisers: [20],
    observers: [],
    deputy_id: null,
    left: { agencies: [], people: [] },
    needed: ['invited'],
    facilitator: { person_id: 9, name: 'Nia Rowlands' },
    ...changes,
  };
}
