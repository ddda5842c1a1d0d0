import type { Language, Name } from '../api/types';
import { afterNumber, dayAfter } from './mutation';
import { plain } from './plain';

type Catalogue = Record<string, string>;
export type Params = Record<string, string | number>;

const files = import.meta.glob<Catalogue>('./{en,cy}/*.json', { eager: true, import: 'default' });

const catalogues: Record<Language, Catalogue> = { en: {}, cy: {} };
for (const [path, texts] of Object.entries(files)) {
  const [, language, area] = path.match(/\.\/(en|cy)\/(.+)\.json$/) ?? [];
  if (!language || !area) continue;
  for (const [key, text] of Object.entries(texts)) catalogues[language as Language][`${area}.${key}`] = text;
}

let current = $state<Language>(firstLanguage());

function firstLanguage(): Language {
  const kept = document.cookie.match(/(?:^|;\s*)mas_hub_language=(en|cy)/)?.[1];
  if (kept === 'en' || kept === 'cy') return kept;
  return navigator.language?.toLowerCase().startsWith('cy') ? 'cy' : 'en';
}

/** While something is said in each language: the one that is asked for. */
let asked: Language | null = null;

export function language(): Language {
  return asked ?? current;
}

export function otherLanguage(): Language {
  return language() === 'en' ? 'cy' : 'en';
}

/** What `say` says, in each language: for words that still stand on a page when it is switched to the other. */
export function inEach<Said>(say: () => Said): Record<Language, Said> {
  const before = asked;
  const said = (which: Language): Said => {
    asked = which;
    return say();
  };
  try {
    return { en: said('en'), cy: said('cy') };
  } finally {
    asked = before;
  }
}

export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next;
}

/** What people wrote goes in with what would turn it made visible. */
function filled(which: Language, text: string, params?: Params): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string, at: number) => {
    const value = plain(String(params[name] ?? whole));
    return which === 'cy' ? dayAfter(text.slice(0, at), value) : value;
  });
}

/** The text of `key` ("area.key in its file") in the language now chosen; the key itself when there is none. */
export function t(key: string, params?: Params): string {
  return tIn(language(), key, params);
}

export function tIn(which: Language, key: string, params?: Params): string {
  return filled(which, catalogues[which][key] ?? catalogues.en[key] ?? key, params);
}

/** Whether a text exists: for keys made from codes that the server may add to. */
export function known(key: string): boolean {
  return key in catalogues.en;
}

/** `key.one` when n is 1, `key.other` otherwise; `{n}` is the number, and in Welsh the noun after it is as it is after that one. */
export function tn(key: string, n: number, params?: Params): string {
  const whole = `${key}.${n === 1 ? 'one' : 'other'}`;
  const which = language();
  const text = catalogues[which][whole] ?? catalogues.en[whole] ?? whole;
  return filled(which, which === 'cy' ? afterNumber(text, n) : text, { n, ...params });
}

/** A name in the language now chosen, or in the other where this one is missing. */
export function named(name: Name | null | undefined): string {
  if (!name) return '';
  return plain(language() === 'cy' ? (name.cy ?? name.en) : (name.en ?? name.cy));
}
