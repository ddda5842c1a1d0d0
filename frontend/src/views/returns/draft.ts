/** What the form holds, and what of it goes to the server. */
import type { AgencyReturn, Answer, ReturnDraft, StatementSection } from '../../api/return-types';

/** An action's day is '' while there is none. */
export type DraftAnswer = Omit<Answer, 'by_when'> & { by_when: string };

export interface Draft {
  edition: number;
  answers: Record<string, DraftAnswer>;
  summary: string;
  approved_by: string;
}

export function draftOf(kept: ReturnDraft): Draft {
  const answers = Object.entries(kept.answers).map(([key, each]) => [key, { ...each, by_when: each.by_when ?? '' }]);
  return { edition: kept.edition, answers: Object.fromEntries(answers), summary: kept.summary, approved_by: kept.approved_by };
}

export function bodyOf(draft: Draft, version: number) {
  const answers = Object.entries(draft.answers).map(([key, each]) => [key, { ...each, by_when: each.by_when || null }]);
  return { ...draft, answers: Object.fromEntries(answers) as Record<string, Answer>, version };
}

/** The next edition begins with what the last one said; it is not saved until something changes. */
export function nextEdition(found: AgencyReturn): AgencyReturn {
  return { ...found, edition: found.edition + 1, version: 0, submitted: null, changed: null, may_change: true, may_begin_another: false };
}

export function rated(answers: Record<string, { rating: string }>): number {
  return Object.values(answers).filter((each) => each.rating).length;
}

/** By statement, what is answered otherwise in the two. */
export function differing(mine: Draft, theirs: Draft, sections: StatementSection[]) {
  const same = (a?: DraftAnswer, b?: DraftAnswer) => JSON.stringify(a) === JSON.stringify(b);
  return sections.flatMap((section) => section.statements).filter(({ key }) => !same(mine.answers[key], theirs.answers[key]));
}
