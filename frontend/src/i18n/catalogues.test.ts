// @vitest-environment node
import { describe, expect, it } from 'vitest';

type Catalogue = Record<string, string>;
const files = import.meta.glob<Catalogue>('./{en,cy}/*.json', { eager: true, import: 'default' });
const areas = [...new Set(Object.keys(files).map((path) => path.replace(/^.*\/(.+)\.json$/, '$1')))].sort();

/** What is the same in both languages, by right: the names of the languages' own, and of file formats. */
const SAME_IN_BOTH = /^(\W|\d|\{\w+\}|PDF|CSV|JSON|Word|Excel)*$/;

const params = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe.each(areas)('%s', (area) => {
  const en = files[`./en/${area}.json`] ?? {};
  const cy = files[`./cy/${area}.json`] ?? {};

  it('has the same keys in both languages', () => {
    expect(Object.keys(cy).sort()).toEqual(Object.keys(en).sort());
  });

  it('has the same parameters in both languages', () => {
    for (const key of Object.keys(en)) expect(params(cy[key] ?? ''), key).toEqual(params(en[key] ?? ''));
  });

  it('is translated', () => {
    const left = Object.keys(en).filter((key) => en[key] === cy[key] && !SAME_IN_BOTH.test(en[key] ?? ''));
    expect(left.filter((key) => !ALLOWED.has(`${area}.${key}`))).toEqual([]);
  });

  it('has no empty text', () => {
    expect([...Object.entries(en), ...Object.entries(cy)].filter(([, text]) => !text.trim())).toEqual([]);
  });
});

/** Words that happen to be spelt alike. */
const ALLOWED = new Set(['sign-in.demo.person']);
