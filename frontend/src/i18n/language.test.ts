import { afterEach, expect, it } from 'vitest';
import { known, named, setLanguage, t, tIn, tn } from '.';

afterEach(() => setLanguage('en'));

it('speaks the language chosen and marks the page with it', () => {
  setLanguage('cy');
  expect(t('common.sign_out')).toBe('Allgofnodi');
  expect(document.documentElement.lang).toBe('cy');
  expect(tIn('en', 'common.sign_out')).toBe('Sign out');
});

it('fills in what is given and leaves the rest', () => {
  expect(t('sign-in.demo.use_named', { name: 'Dina {x}' })).toBe('Use: Dina {x}');
  expect(t('sign-in.demo.use_named')).toBe('Use: {name}');
});

it('chooses by number', () => {
  expect(tn('common.characters_left', 1)).toBe('1 character left');
  expect(tn('common.characters_left', 12)).toBe('12 characters left');
});

it('shows the key where there is no text', () => {
  expect(t('common.never_written')).toBe('common.never_written');
  expect(known('common.never_written')).toBe(false);
});

it('shows the other language where a name lacks one', () => {
  expect(named({ en: 'Police', cy: null })).toBe('Police');
  setLanguage('cy');
  expect(named({ en: 'Police', cy: null })).toBe('Police');
  expect(named({ en: 'Police', cy: 'Heddlu' })).toBe('Heddlu');
  expect(named(null)).toBe('');
});
