import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { Directory } from '../../api/types';
import { setLanguage, t } from '../../i18n';
import Spoken from './Spoken.svelte';

const person = (id: number, name: string, language: 'en' | 'cy') => ({ id, name, job: '', agency_id: 1, roles: [], language });
const directory: Directory = { agencies: [], people: [person(1, 'Elin', 'cy'), person(2, 'Beth', 'en'), person(3, 'Siân', 'cy'), person(4, 'Nia', 'cy')] };

afterEach(() => {
  cleanup();
  setLanguage('en');
});

describe('who is to be asked in which language they want to speak', () => {
  it('is told by name, of those with a seat but whoever plans', () => {
    render(Spoken, { directory, seated: new Set([1, 2, 3]), facilitator: 3 });
    expect(screen.getByText(t('spoken.chosen', { names: 'Elin' }))).toBeTruthy();
    expect(screen.getByText(t('spoken.ask'))).toBeTruthy();
  });

  it('is told in Welsh, of several', () => {
    setLanguage('cy');
    render(Spoken, { directory, seated: new Set([1, 3]), facilitator: 2 });
    expect(screen.getByText(/Elin, Siân/)).toBeTruthy();
  });

  it('is not spoken of where nobody chose Welsh', () => {
    render(Spoken, { directory, seated: new Set([2]), facilitator: 4 });
    expect(screen.queryByText(t('spoken.title'))).toBeNull();
  });
});
