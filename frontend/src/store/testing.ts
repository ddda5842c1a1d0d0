import type {
  ConsentView,
  DecisionView,
  DisagreementView,
  DriftConcernView,
  InvitationView,
  Me,
  MeetingView,
  ReflectionView,
  SeatView,
  Snapshot,
  SnapshotViews,
  ThresholdPositionView,
} from '../api/types';

/** Made-up things of a meeting, for tests: what is not given has a plain value. */
const AT = '2026-09-21T12:52:00Z';
const by = { person_id: 2, agency_id: 1 };

export const stages = ['welcome', 'thresholds', 'drift'].map((key) => ({
  key,
  name: { en: key, cy: `${key} cy` },
  prompt: { en: `About ${key}?`, cy: `Am ${key}?` },
  minutes: 20,
}));

export function meeting(more: Partial<MeetingView> = {}): MeetingView {
  return {
    type: 'meeting',
    id: 7,
    version: 3,
    state: 'open',
    purpose: 'decision_making',
    criteria: ['threshold'],
    criteria_other: null,
    scheduled_at: '2026-09-21T12:30:00Z',
    meeting_day: '2026-09-21',
    planned_minutes: 90,
    template: 'standard',
    stages,
    stage: 'thresholds',
    stage_started_at: '2026-09-21T12:45:00Z',
    stage_times: [],
    information_shared: 'assigned',
    lawful_basis: '',
    lawful_basis_note: '',
    nation: 'england',
    partnership: { en: 'Fellshire', cy: null },
    case: {
      id: 1,
      reference: 'FS-2291',
      subject_initials: 'K.T.',
      subject_type: 'child',
      age_band: '5-9',
      milestones: [{ kind: 'strategy_discussion', date: '2026-06-15' }],
    },
    ground_rules_version: '1',
    facilitator_id: 1,
    deputy_id: null,
    opened_at: '2026-09-21T12:30:00Z',
    closed_at: null,
    postponed_from: null,
    postponed_because: '',
    cancelled_at: null,
    cancelled_because: '',
    next_meeting_on: null,
    no_next_meeting_because: null,
    childs_voice_not_heard_because: null,
    ...more,
  };
}

export function invitation(id: number, code: string, more: Partial<InvitationView> = {}): InvitationView {
  const name = { en: `${code} agency`, cy: null };
  return {
    type: 'invitation',
    id,
    version: 1,
    agency_id: id,
    name,
    code,
    colour: id,
    sector: code.toLowerCase(),
    record_system: null,
    attendance: 'present',
    ...more,
  };
}

export function seat(person: number, agency: number, more: Partial<SeatView> = {}): SeatView {
  return {
    type: 'seat',
    id: person,
    version: 1,
    person_id: person,
    name: `Person ${person}`,
    job: `Job ${person}`,
    role: 'representative',
    agency_id: agency,
    agency_name: { en: `Agency ${agency}`, cy: null },
    agency_code: 'AAA',
    agency_colour: 0,
    ground_rules_accepted_at: AT,
    may_chair: false,
    removed: false,
    removed_because: '',
    ...more,
  };
}

export function position(agency: number, level: number, more: Partial<ThresholdPositionView> = {}): ThresholdPositionView {
  return {
    type: 'threshold_position',
    id: agency,
    version: 1,
    agency_id: agency,
    level,
    evidence: `Evidence of ${agency}`,
    would_change_view: null,
    tested: { hypothesis: '', evidence_against: '', proportionality: '', identity: '', trauma: '' },
    history: [],
    added_at: AT,
    changed_at: AT,
    withdrawn: false,
    withdrawn_because: null,
    hidden: false,
    by,
    ...more,
  };
}

export function disagreement(id: number, more: Partial<DisagreementView> = {}): DisagreementView {
  return {
    type: 'disagreement',
    id,
    version: 1,
    agency_id: 2,
    about: 'Level 3 or 4?',
    between: [1, 2],
    state: 'open',
    how: null,
    escalation: null,
    escalated_at: null,
    earlier_stages: [],
    settled_at: null,
    raised_at: AT,
    by,
    ...more,
  };
}

export function concern(id: number, more: Partial<DriftConcernView> = {}): DriftConcernView {
  return {
    type: 'drift_concern',
    id,
    version: 1,
    agency_id: 2,
    what: 'The conference was held late.',
    effect_on_child: 'Six weeks at home with no plan.',
    risk_source: 'adults',
    expectation: 'initial_conference',
    since: null,
    from_milestone: 'strategy_discussion',
    reckoning: {
      counted_from: '2026-06-15',
      due: '2026-07-06',
      held: '2026-07-14',
      days: 6,
      unit: 'working_days_late',
      on_meeting_day: false,
    },
    raised_at: AT,
    withdrawn: false,
    withdrawn_because: null,
    by,
    ...more,
  };
}

export function reflection(id: number, more: Partial<ReflectionView> = {}): ReflectionView {
  return {
    type: 'reflection',
    answers: [],
    id,
    version: 1,
    agency_id: 1,
    prompt: 'analysis',
    text: `Reflection ${id}`,
    added_at: AT,
    withdrawn: false,
    withdrawn_because: null,
    by,
    ...more,
  };
}

export function decision(id: number, more: Partial<DecisionView> = {}): DecisionView {
  return {
    type: 'decision',
    id,
    version: 1,
    state: 'proposed',
    agency_id: 1,
    owner_agency_id: 1,
    involves: [],
    text: `Decision ${id}`,
    measure: 'Minutes sent.',
    responsible: 'Team manager',
    due: '2026-09-28',
    reflects_child: 'K. asked who will come.',
    rationale: null,
    authority: '',
    sign_off_by: '',
    family_what: '',
    family_by: '',
    family_on: null,
    answers: [],
    missing: [],
    proposed_at: AT,
    agreed_at: null,
    withdrawn_because: null,
    by,
    ...more,
  };
}

export function consent(id: number, of: number, agency: number, more: Partial<ConsentView> = {}): ConsentView {
  return {
    type: 'consent',
    id,
    version: 1,
    decision_id: of,
    agency_id: agency,
    stand: 'agree',
    reason: null,
    lapsed: false,
    given_at: AT,
    by,
    ...more,
  };
}

/** Agencies 1 (present), 2 (present) and 3 (apologies); persons 1 chairs, 2 speaks for 1, 3 speaks for 2. */
export function snapshot(views: Partial<SnapshotViews> = {}, me: Partial<Me> = {}): Snapshot {
  return {
    meeting_id: 7,
    cursors: { shared: 20 },
    views: {
      meeting: [meeting()],
      invitation: [invitation(1, 'CSC'), invitation(2, 'HLT'), invitation(3, 'PRO', { attendance: 'apologies' })],
      seat: [seat(1, 1, { role: 'facilitator' }), seat(2, 1), seat(3, 2)],
      threshold_position: [],
      position_round: [],
      hand: [],
      readiness: [],
      capacity: [],
      private_point: [],
      shared_point: [],
      disagreement: [],
      drift_concern: [],
      chronology_event: [],
      involvement: [],
      requirement: [],
      citation: [],
      process_challenge: [],
      learning_point: [],
      burden: [],
      reflection: [],
      decision: [],
      consent: [],
      preparation: [],
      read_back: [],
      addendum: [],
      emergency_access: [],
      ...views,
    },
    me: {
      person_id: 2,
      seat_id: 2,
      role: 'representative',
      agency_id: 1,
      can: ['state_position', 'raise_disagreement', 'raise_concern', 'reflect', 'add_to_chronology', 'withdraw_from_chronology', 'propose_decision', 'give_consent', 'read_board', 'read_own_agency', 'take_export', 'record_receipt', 'correct_record'],
      ...me,
    },
    reference: {
      levels: [1, 2, 3, 4].map((level) => ({ level, name: { en: `Level name ${level}`, cy: null }, source: 'Somewhere', as_of: '2026-11-01' })),
      clocks: [
        {
          key: 'initial_conference',
          name: { en: 'Initial conference', cy: 'Cynhadledd gychwynnol' },
          start: ['strategy_discussion'],
          ends_with: 'initial_conference',
          amount: 15,
          unit: 'working_days',
          jurisdiction: 'england',
          source: 'Procedures',
          as_of: '2026-11-01',
        },
      ],
      escalation_stages: [],
      prompts: [
        { key: 'voice_of_the_child', name: { en: "The child's voice", cy: null }, hint: { en: 'Own words', cy: null } },
        { key: 'analysis', name: { en: 'Analysis', cy: null }, hint: { en: 'What does it mean?', cy: null } },
        { key: 'wellbeing', name: { en: 'Impact on us', cy: null }, hint: { en: 'How are you?', cy: null } },
      ],
      support_signposts: [],
      ground_rules: { version: '1', text: { en: [], cy: [] } },
    },
    activity: [],
    present: [1, 2],
    now: new Date().toISOString(),
  };
}

export const CHAIR: Partial<Me> = {
  person_id: 1,
  seat_id: 1,
  role: 'facilitator',
  can: ['chair', 'raise_disagreement', 'raise_concern', 'reflect', 'withdraw_from_chronology', 'propose_decision', 'read_board'],
};
