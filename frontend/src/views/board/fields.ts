import { language } from '../../i18n';
import type { KeptText } from './drafts.svelte';

/** What stands in the fields for longer texts that belong to no draft, under what each is asked for. */
export function writtenIn(root: ParentNode): KeptText[] {
  return [...root.querySelectorAll<HTMLTextAreaElement>('textarea:not([readonly])')]
    .filter((field) => !field.closest('[data-drafts]'))
    .map((field) => ({ key: field.id, title: field.labels[0]?.textContent?.trim() ?? '', text: field.value.trim(), language: language() }))
    .filter(({ text }) => text);
}
