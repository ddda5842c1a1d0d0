import type { PlanBody } from '../../api/bodies';
import type { Criterion, InformationShared, Invited, LawfulBasis, Plan, Purpose, SessionModel, TableBefore, Template } from '../../api/types';
import { dayOf, instantOf, timeText } from '../../i18n/dates';

/** A plan as it is being edited: the same, but with the date and the time apart. */
export interface Draft {
  purpose: Purpose;
  criteria: Criterion[];
  criteria_other: string;
  day: string;
  time: string;
  minutes: string;
  session_model: SessionModel;
  template: string;
  information_shared: InformationShared;
  lawful_basis: LawfulBasis | '';
  lawful_basis_note: string;
  invited: Invited[];
  advisers: number[];
  observers: number[];
  deputy_id: number | null;
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
    session_model: plan.session_model,
    template: plan.template,
    information_shared: plan.information_shared,
    lawful_basis: plan.lawful_basis,
    lawful_basis_note: plan.lawful_basis_note,
    invited: plan.invited.map((each) => ({
      agency_id: each.agency_id,
      representatives: [...each.representatives],
      recorders: [...each.recorders],
    })),
    advisers: [...plan.advisers],
    observers: [...plan.observers],
    deputy_id: plan.deputy_id,
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

/** The template that suits each purpose. */
const SUITS: Record<Purpose, string> = { decision_making: 'standard', reflective: 'reflective' };

/** Those in force; of the one that the plan was saved with, the version it keeps. */
export function templatesFor({ own_template: own }: Pick<Plan, 'own_template'>, offered: readonly Template[]): Template[] {
  if (!own) return [...offered];
  const others = offered.some((each) => each.key === own.key);
  return others ? offered.map((each) => (each.key === own.key ? own : each)) : [...offered, own];
}

/** How long a template's stages take together; 0 for one that is not there. */
export function lengthOf(templates: readonly Template[], key: string): number {
  return templates.find((template) => template.key === key)?.stages.reduce((sum, stage) => sum + stage.minutes, 0) ?? 0;
}

/** The template and length after a change of template: the length follows, unless somebody has set their own. */
export function withTemplate(
  draft: Pick<Draft, 'template' | 'minutes'>,
  key: string,
  templates: readonly Template[],
): Pick<Draft, 'template' | 'minutes'> {
  const [before, after] = [lengthOf(templates, draft.template), lengthOf(templates, key)];
  const own = draft.minutes.trim() !== '' && before > 0 && Number(draft.minutes) !== before;
  return { template: key, minutes: own || !after ? draft.minutes : String(after) };
}

/** After a change of purpose: the template that suits it, where the one that suited the other was left as it was. */
export function withPurpose(
  draft: Pick<Draft, 'purpose' | 'template' | 'minutes'>,
  templates: readonly Template[],
): Pick<Draft, 'template' | 'minutes'> {
  const other: Purpose = draft.purpose === 'reflective' ? 'decision_making' : 'reflective';
  const suits = SUITS[draft.purpose];
  if (draft.template !== SUITS[other] || !lengthOf(templates, suits)) return draft;
  return withTemplate(draft, suits, templates);
}

/** The table of last time, for a draft in which nobody is invited yet. Who has a seat already keeps it. */
export function withTable(draft: Draft, table: TableBefore, facilitator: number): Pick<Draft, 'invited' | 'advisers' | 'observers'> {
  const here = seated(draft, facilitator);
  const free = (people: readonly number[]) => people.filter((each) => !here.has(each));
  return {
    invited: table.invited.map((each) => ({
      agency_id: each.agency_id,
      representatives: free(each.representatives),
      recorders: free(each.recorders),
    })),
    advisers: [...draft.advisers, ...free(table.advisers)],
    observers: [...draft.observers, ...free(table.observers)],
  };
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
