import { language } from '../../i18n';
import { written } from './conflict';
import type { Draft, FormKind, KeptText } from './drafts.svelte';
import { writtenIn } from './fields';
import { titleOf } from './forms/kinds';
import { labelOf } from './forms/labels';
import type { BoardPage } from './page.svelte';

/** What may still be sent once the meeting has closed. */
const AFTER_CLOSING = new Set<FormKind>(['addendum', 'settle', 'advance', 'challenge', 'learning', 'points']);

export function outlivesMeeting(form: FormKind): boolean {
  return AFTER_CLOSING.has(form);
}

/** Codes and choices that say nothing without their form. */
const WITHOUT_WORDS = new Set(['prompt', 'counted', 'again', 'answers', 'stand', 'immediate_risk', 'role', 'agency']);

/** What somebody wrote in a form, as one text: each answer under its question, or the answer alone where it is one. */
export function writtenText(draft: Draft, page: BoardPage): string {
  const answers = Object.keys(draft.base)
    .filter((field) => draft.changed(field) && !WITHOUT_WORDS.has(field))
    .map((field) => [
      labelOf(draft.form, field, page.meeting.case.subject_type, draft.values['prompt']),
      written(field, draft.values[field], page),
    ])
    .filter(([, answer]) => answer);
  const told = answers.filter(([label]) => label);
  if (told.length <= 1) return told[0]?.[1] ?? answers[0]?.[1] ?? '';
  return told.map(([label, answer]) => `${label} ${answer}`).join('\n');
}

/** All that stands written on the page and is not sent: in the drafts first, then in fields that belong to none. */
export function allWritten(page: BoardPage, root: ParentNode): KeptText[] {
  const drafts = page.desk.written.map((draft) => ({ key: draft.key, title: titleOf(draft, page), text: writtenText(draft, page), language: language() }));
  return [...drafts.filter(({ text }) => text), ...writtenIn(root)];
}
