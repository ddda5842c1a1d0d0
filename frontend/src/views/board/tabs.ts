import type { MeetingView, ViewType } from '../../api/types';
import type { Tab } from './Tabs.svelte';

/** The areas that a phone shows one at a time. */
export function tabsOf(meeting: MeetingView, writing: boolean): Tab[] {
  const third: Tab = meeting.purpose === 'reflective' ? 'reflections' : 'decisions';
  return [
    ...(meeting.state === 'closed' ? (['record'] as const) : []),
    'thresholds',
    'drift',
    third,
    'more',
    ...(writing ? (['writing'] as const) : []),
  ];
}

/** The area that is being talked about; the first where a stage has none of its own. */
export function tabNow(meeting: MeetingView): Tab {
  const third: Tab = meeting.purpose === 'reflective' ? 'reflections' : 'decisions';
  if (meeting.state === 'closed') return 'record';
  switch (meeting.state === 'open' ? meeting.stage : null) {
    case 'drift':
      return 'drift';
    case 'impact':
    case 'learning':
      return meeting.purpose === 'reflective' ? 'reflections' : 'more';
    case 'decisions':
    case 'close':
      return third;
    default:
      return 'thresholds';
  }
}

/** The area in which a change of this type shows; null for what stands outside them all. */
export function tabOf(type: ViewType, meeting: MeetingView): Tab | null {
  switch (type) {
    case 'threshold_position':
    case 'position_round':
    case 'disagreement':
      return 'thresholds';
    case 'drift_concern':
    case 'chronology_event':
    case 'requirement':
    case 'burden':
      return 'drift';
    case 'decision':
    case 'consent':
    case 'read_back':
      return 'decisions';
    case 'reflection':
      return meeting.purpose === 'reflective' ? 'reflections' : 'more';
    case 'meeting':
      return meeting.state === 'closed' ? 'record' : 'more';
    case 'addendum':
      return 'record';
    case 'invitation':
    case 'seat':
    case 'preparation':
    case 'involvement':
    case 'capacity':
    case 'private_point':
    case 'shared_point':
    case 'process_challenge':
      return 'more';
    case 'hand':
    case 'readiness':
    case 'citation':
    case 'learning_point':
    case 'emergency_access':
      return null;
    default:
      return type satisfies never;
  }
}
