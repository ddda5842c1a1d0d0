// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { languageOf } from './spoken';
import cases from './spoken.cases.json';

const views = import.meta.glob<string>('../{ui,views,charts}/**/*.svelte', { query: '?raw', import: 'default', eager: true });

describe('in which language something was written', () => {
  // The documents are held to the same: tests/exports/test_spoken.py
  it.each([...cases, [null, null]])('%s: %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

it('is said wherever a whole text that somebody wrote is shown', () => {
  const unsaid = Object.entries(views).filter(([, text]) => /dir="auto">\s*\{plain\(/.test(text));
  expect(unsaid.map(([path]) => path)).toEqual([]);
  expect(Object.keys(views).length).toBeGreaterThan(100);
});
