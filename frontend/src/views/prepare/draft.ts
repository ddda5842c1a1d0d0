import type { OwnPreparation } from '../../api/types';

/** What an agency's page of a meeting holds while it is written. */
export type Draft = Pick<OwnPreparation, 'to_raise' | 'involved' | 'level' | 'evidence' | 'ready'>;

export function draftOf({ to_raise, involved, level, evidence, ready }: OwnPreparation): Draft {
  return { to_raise, involved, level, evidence, ready };
}

export const PARTS = ['to_raise', 'level', 'evidence', 'involved', 'ready'] as const;

/** The parts in which two drafts differ. */
export function differences(mine: Draft, theirs: Draft): (typeof PARTS)[number][] {
  return PARTS.filter((part) => mine[part] !== theirs[part]);
}

/** Why it cannot be shared yet, as the field to look at; null when it can. */
export function unshareable({ to_raise, involved, level, evidence }: Draft): 'level' | 'evidence' | 'to_raise' | null {
  if (level !== null && !evidence.trim()) return 'evidence';
  if (level === null && evidence.trim()) return 'level';
  return to_raise.trim() || involved.trim() || evidence.trim() ? null : 'to_raise';
}
