import type { Missing } from '../../api/types';
import { today } from '../../i18n';
import type { Values } from './drafts.svelte';

/** What a decision still lacks as it is being written; the server has the last word. */
export function missingIn(values: Values, day: string = today()): Missing[] {
  const said = (field: string) => String(values[field] ?? '').trim() !== '';
  const due = String(values['due'] ?? '');
  const lacking: [Missing, boolean][] = [
    ['text', !said('text')],
    ['measure', !said('measure')],
    ['responsible', !said('responsible')],
    ['owner', !values['owner']],
    ['due', due === ''],
    ['due_in_past', due !== '' && due < day],
    ['reflects_child', !said('reflects_child')],
  ];
  return lacking.flatMap(([code, lacks]) => (lacks ? [code] : []));
}
