import type { PlanBody } from '../../api/bodies';
import type { Criterion, InformationShared, Invited, Plan, Purpose } from '../../api/types';
import { dayOf, instantOf, timeText } from '../../i18n/dates';

/** A plan as it is being edited: the same, but with the date and the time apart. */
export interface Draft {
  purpose: Purpose;
  criteria: Criterion[];
  criteria_other: string;
  day: string;
  time: string;
  minutes: string;
  template: string;
  information_shared: InformationShared;
  invited: Invited[];
  advisers: number[];
  observers: number[];
}

const LEAST_MINUTES = 15;
const MOST_MINUTES = 480;

export function draftOf(plan: Plan): Draft {
  return {
    purpose: plan.purpose,
    criteria: [...plan.criteria],
    criteria_other: plan.criteria_other ?? '',
    day: plan.scheduled_at ? dayOf(plan.scheduled_at) : '',
    time: timeText(plan.scheduled_at),
    minutes: String(plan.planned_minutes),
    template: plan.template,
    information_shared: plan.information_shared,
    invited: plan.invited.map((each) => ({
      agency_id: each.agency_id,
      representatives: [...each.representatives],
      recorders: [...each.recorders],
    })),
    advisers: [...plan.advisers],
    observers: [...plan.observers],
  };
}

/** What the server is to keep. A date without a time, or minutes that cannot be, are not sent yet. */
export function bodyOf(draft: Draft, saved: Pick<Plan, 'version' | 'planned_minutes'>): PlanBody {
  const { day, time, minutes, template, ...rest } = structuredClone(draft);
  return {
    ...rest,
    template: template as PlanBody['template'],
    version: saved.version,
    scheduled_at: day && time ? instantOf(day, time) : null,
    planned_minutes: minutesOf(minutes) ?? saved.planned_minutes,
  };
}

/** Whole minutes that a meeting can have, or null. */
export function minutesOf(text: string): number | null {
  const minutes = Number(text.trim());
  return Number.isInteger(minutes) && minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES ? minutes : null;
}

/** Everybody who has a seat in the draft, and so can be given no other. */
export function seated(draft: Draft, facilitator: number): Set<number> {
  return new Set([
    facilitator,
    ...draft.invited.flatMap((each) => [...each.representatives, ...each.recorders]),
    ...draft.advisers,
    ...draft.observers,
  ]);
}
