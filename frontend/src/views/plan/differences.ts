import type { Draft } from './draft';

/** The parts of a plan that a person would name. */
export type Part = 'purpose' | 'criteria' | 'when' | 'minutes' | 'model' | 'template' | 'invited' | 'advisers' | 'observers' | 'deputy' | 'shared' | 'basis';

const FIELDS: Record<Part, (keyof Draft)[]> = {
  purpose: ['purpose'],
  criteria: ['criteria', 'criteria_other'],
  when: ['day', 'time'],
  minutes: ['minutes'],
  model: ['session_model'],
  template: ['template'],
  invited: ['invited'],
  advisers: ['advisers'],
  observers: ['observers'],
  deputy: ['deputy_id'],
  shared: ['information_shared'],
  basis: ['lawful_basis', 'lawful_basis_note'],
};

/** The same whatever the order in which things were ticked. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).sort().join()}]`;
  if (value && typeof value === 'object') {
    return `{${Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, each]) => `${key}:${plain(each)}`)
      .join()}}`;
  }
  return JSON.stringify(value);
}

export function differences(mine: Draft, theirs: Draft): Part[] {
  return (Object.keys(FIELDS) as Part[]).filter((part) =>
    FIELDS[part].some((field) => plain(mine[field]) !== plain(theirs[field])),
  );
}
