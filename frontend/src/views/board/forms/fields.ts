import type { Draft } from '../drafts.svelte';

/** The ids of a form's controls, by field. Only one form is open at a time, so the field's name is enough. */
export function idsOf(draft: Draft, also: Record<string, string> = {}): Record<string, string> {
  return { ...Object.fromEntries(Object.keys(draft.base).map((field) => [field, `write-${field}`])), ...also };
}

export function errorOf(draft: Draft, field: string): string | undefined {
  return draft.error?.fields[field];
}

/** Most characters in one entry, as the server has it. */
export const ENTRY_LENGTH = 8000;
