/** What a form for a requirement begins with, and what it sends: the same on the board and before the meeting. */
import type { Clock } from '../../api/types';
import type { RequirementView } from '../../api/requirement-types';
import { named } from '../../i18n';

type Values = Record<string, string | number | boolean | null | number[] | string[]>;

export function requirementValues(now: RequirementView | null): Values {
  return {
    rule: '',
    kind: now?.kind ?? 'visit',
    what: now?.what ?? '',
    basis: now?.basis ?? '',
    again: now && now.every === null ? 'once' : 'again',
    every: now?.every ? String(now.every) : '',
    unit: now?.unit ?? 'weeks',
    next_due: now?.next_due ?? '',
    child: now?.child ?? '',
    seen_by: now?.seen_by ?? '',
    asks: now?.asks ?? [],
  };
}

export function requirementBody(values: Values) {
  const text = (field: string) => String(values[field] ?? '').trim();
  const seen = text('child') !== 'no' && text('child') !== '';
  const every = text('every');
  return {
    kind: text('kind'),
    what: text('what'),
    basis: text('basis'),
    // What is no number is sent as it was typed, and refused with the reason.
    every: values['again'] === 'once' ? null : /^\d+$/.test(every) ? Number(every) : every,
    unit: text('unit'),
    next_due: text('next_due') || null,
    child: text('child'),
    seen_by: seen ? text('seen_by') : '',
    asks: seen ? (values['asks'] as string[]) : [],
  };
}

/** What a statutory time limit of the nation gives: its name, its source, how often. */
export function fromRule(clock: Clock): Values {
  const interval = clock.then?.at(-1) ?? null;
  const again = interval !== null && interval.unit !== 'working_days';
  return {
    what: named(clock.name),
    basis: named(clock.source_text) || clock.source,
    again: again ? 'again' : 'once',
    ...(again ? { every: String(interval.amount), unit: interval.unit } : {}),
  };
}
