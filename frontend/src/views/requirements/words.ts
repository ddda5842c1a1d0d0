/** A requirement in words. */
import type { Overlap, RequirementView } from '../../api/requirement-types';
import { dateText, t, tn } from '../../i18n';

export function oftenText({ every, unit }: Pick<RequirementView, 'every' | 'unit'>): string {
  return every === null ? t('requirements.once') : tn(`requirements.every.${unit}`, every);
}

export function dueText({ next_due }: Pick<RequirementView, 'next_due'>): string {
  return next_due ? t('requirements.next_due', { date: dateText(next_due) }) : t('requirements.no_date');
}

export function overlapText(overlap: Overlap): string {
  if (overlap.kind === 'same_week') {
    const first = dateText(overlap.weeks[0] ?? '', { year: false });
    return overlap.weeks.length > 1
      ? t('requirements.overlap.weeks', { n: overlap.weeks.length, date: first })
      : t('requirements.overlap.week', { date: first });
  }
  const topic = t(`requirements.${overlap.kind === 'same_work' ? 'kind' : 'topic'}.${overlap.topic}`);
  return t(`requirements.overlap.${overlap.kind}`, { topic });
}

/** How the fields that hold a word of ours read. */
export const REQUIREMENT_WORDS: Readonly<Record<string, string>> = {
  kind: 'requirements.kind',
  unit: 'requirements.unit',
  child: 'requirements.child',
  asks: 'requirements.topic',
};

export function wordsOf(field: string, value: unknown): string {
  const words = Array.isArray(value) ? value : value ? [value] : [];
  return words.map((word) => t(`${REQUIREMENT_WORDS[field]}.${String(word)}`)).join(', ');
}

/** Its fields as texts, to compare two versions. */
export function requirementTexts(view: RequirementView): Record<string, string> {
  return {
    kind: wordsOf('kind', view.kind),
    what: view.what,
    basis: view.basis,
    every: view.every === null ? '' : String(view.every),
    unit: wordsOf('unit', view.unit),
    next_due: dateText(view.next_due),
    child: wordsOf('child', view.child),
    seen_by: view.seen_by,
    asks: wordsOf('asks', view.asks),
  };
}
