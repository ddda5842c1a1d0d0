// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { languageOf } from './spoken';

const views = import.meta.glob<string>('../{ui,views,charts}/**/*.svelte', { query: '?raw', import: 'default', eager: true });

describe('in which language something was written', () => {
  it.each([
    ['Weigh K. at school weekly for six weeks and bring the chart to core group.', 'en'],
    ['"I like it when Nan comes because there is tea."', 'en'],
    ['Nobody has weighed K. since 15 October.', 'en'],
    ['On the waiting list; not yet assessed.', 'en'],
    ['Nid oes neb wedi pwyso K. ers 15 Hydref.', 'cy'],
    ["Pwyso K. yn yr ysgol bob wythnos a dod â'r siart i'r grŵp craidd.", 'cy'],
    ["Mae'n hoffi pan ddaw Nain am fod te.", 'cy'],
    ['Growth chart.', null],
    ['MAT-51807', null],
    ['', null],
    [null, null],
  ])('%s: %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

it('is said wherever a whole text that somebody wrote is shown', () => {
  const unsaid = Object.entries(views).filter(([, text]) => /dir="auto">\s*\{plain\(/.test(text));
  expect(unsaid.map(([path]) => path)).toEqual([]);
  expect(Object.keys(views).length).toBeGreaterThan(100);
});
