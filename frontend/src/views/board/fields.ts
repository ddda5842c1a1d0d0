import { language } from '../../i18n';
import type { KeptText } from './drafts.svelte';

/** What stands in the fields for longer texts, under what each is asked for. */
export function writtenIn(root: ParentNode): KeptText[] {
  return [...root.querySelectorAll<HTMLTextAreaElement>('textarea:not([readonly])')]
    .map((field) => ({ key: field.id, title: field.labels[0]?.textContent?.trim() ?? '', text: field.value.trim(), language: language() }))
    .filter(({ text }) => text);
}
