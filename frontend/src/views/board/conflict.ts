import type { View } from '../../api/types';
import { dateText, named, t } from '../../i18n';
import { standing } from '../../store/selectors';
import type { Draft, FieldValue, FormKind } from './drafts.svelte';
import { answerKey } from './forms/values';
import { labelOf } from './forms/labels';
import type { BoardPage } from './page.svelte';
import { about } from './words';
import { REQUIREMENT_WORDS, requirementTexts, wordsOf } from '../requirements/words';

interface Compared {
  field: string;
  label: string;
  mine: string;
  now: string;
  /** Not changed here: what stands under `mine` is what was seen. */
  untouched: boolean;
}

/** The form that asks for the fields of each type. */
const FORM_OF: Partial<Record<View['type'], FormKind>> = {
  decision: 'decision',
  drift_concern: 'concern',
  chronology_event: 'event',
  involvement: 'involvement',
  requirement: 'requirement',
  reflection: 'reflection',
  threshold_position: 'position',
  disagreement: 'disagreement',
  private_point: 'answer_point',
  process_challenge: 'challenge',
  learning_point: 'learning',
};

/** The fields of a thing as texts, under the names that the forms use. */
function texts(view: View, page: BoardPage): Record<string, string> {
  switch (view.type) {
    case 'decision':
      return {
        state: t(`board.decision.state.${standing(view)}`),
        text: view.text,
        owner: view.owner_agency_id === null ? '' : page.short(view.owner_agency_id),
        measure: view.measure,
        responsible: view.responsible,
        due: dateText(view.due),
        reflects_child: view.reflects_child,
        involves: page.shorts(view.involves),
        answers: view.answers.map(answerKey).join(', '),
        rationale: view.rationale ?? '',
        authority: authority(view.authority),
        sign_off_by: view.sign_off_by,
        family_what: view.family_what,
        family_by: view.family_by,
        family_on: dateText(view.family_on),
      };
    case 'drift_concern':
      return {
        what: view.what,
        effect_on_child: view.effect_on_child,
        expectation: expectation(view.expectation, page),
        since: dateText(view.since),
        from_milestone: view.from_milestone ?? '',
        risk_source: risk(view.risk_source, page),
      };
    case 'chronology_event':
      return { began: dateText(view.began), ended: dateText(view.ended), what: view.what, source: view.source };
    case 'involvement':
      return { service: view.service, people: view.people, does: view.does };
    case 'requirement':
      return requirementTexts(view);
    case 'reflection':
      return { text: view.text };
    case 'threshold_position':
      return { level: String(view.level), evidence: view.evidence, would_change_view: view.would_change_view ?? '', ...view.tested };
    case 'private_point':
      return { answer: view.answer, sharing: t(`floor.form.sharing.${view.sharing}`) };
    case 'learning_point':
      return { meant: view.meant };
    case 'process_challenge':
      return {
        process: t(`challenges.process.${view.process}`),
        obstacle: view.obstacle,
        would_help: view.would_help,
        concerns: page.shorts(view.concerns),
      };
    case 'disagreement':
      return { about: view.about, how: view.how ?? '' };
    default:
      return {};
  }
}

function authority(key: string): string {
  return key ? t(`deciding.authority.${key}`) : '';
}

function risk(source: string, page: BoardPage): string {
  return about(`concern.risk.${source}`, page.meeting.case.subject_type);
}

function expectation(key: string, page: BoardPage): string {
  const clock = page.reference.clocks.find((each) => each.key === key);
  return clock ? named(clock.name) : key === 'none' ? t('board.form.expectation.none') : '';
}

const DATES = new Set(['due', 'since', 'began', 'ended', 'family_on', 'next_due']);

/** A draft's value as the text that would stand on the board. */
export function written(field: string, value: FieldValue | undefined, page: BoardPage): string {
  if (field in REQUIREMENT_WORDS) return wordsOf(field, value);
  if (Array.isArray(value)) return field === 'involves' || field === 'concerns' ? page.shorts(value as number[]) : value.join(', ');
  if (field === 'sharing') return t(`floor.form.sharing.${value}`);
  if (field === 'process') return value ? t(`challenges.process.${value}`) : '';
  if (field === 'owner') return value ? page.short(value as number) : '';
  if (field === 'authority') return authority(String(value ?? ''));
  if (DATES.has(field)) return dateText(String(value ?? ''));
  if (field === 'expectation') return expectation(String(value), page);
  if (field === 'risk_source') return value ? risk(String(value), page) : '';
  return String(value ?? '');
}

/**
 * What was written here (for an answer, a withdrawal: what was seen) beside what is there now. Only fields in which the
 * two differ, or that were changed here.
 */
export function compare(draft: Draft, now: View, page: BoardPage): Compared[] {
  const subject = page.meeting.case.subject_type;
  const current = texts(now, page);
  const seen = draft.subject ? texts(draft.subject, page) : {};
  return Object.keys(current)
    .map((field) => {
      const untouched = !(field in draft.base && draft.changed(field));
      const mine = untouched ? (seen[field] ?? '') : written(field, draft.values[field], page);
      return { field, label: labelOf(FORM_OF[now.type] ?? draft.form, field, subject, now.type === 'reflection' && now.prompt), mine, now: current[field] ?? '', untouched };
    })
    .filter((row) => row.mine !== row.now || !row.untouched);
}
