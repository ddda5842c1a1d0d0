/**
 * In which language people wrote something, as a screen reader has to know it to read it aloud (WCAG 3.1.2). Both are
 * written in one meeting, and nobody is asked: the small words of each, that no sentence goes without, tell them apart.
 * The documents do the same, with the same words (mas_hub/exports/spoken.py).
 */
import type { Language } from '../api/types';

const words = (list: string) => new Set(list.trim().split(/\s+/));
const SMALL: Record<Language, Set<string>> = {
  en: words(`
    the and of to is are was were been has have had with for not no nor that this these it its it's from by on who which what when
    where there he she he's she's they them his her their we our us you your my me i'd i'll i've will would can can't could should
    may must did didn't don't doesn't isn't wasn't said because as if but or into after before about than then only same one each
    every without nobody never since until again
  `),
  cy: words(`
    y yn mae wedi ei eu ein fy eich i'r a'r o'r â'r ac nid yw yw'n ydy ydw rydw rydym rwy dydy dydw dw oes ond gan gyda gyda'r
    wrth dros drwy rhwng heb mewn sydd sy'n oedd roedd doedd bydd fydd fod bu ar i'n hi'n ni'n nhw pob hyn hynny hwn nad na'r fel
    ôl cyn ers erbyn lle pwy beth mae'r mae'n i'w a'i o'i y'r cael caiff cafodd dylid rhaid eisiau
  `),
};
/** Words of both, or of one and a name or an abbreviation in the other: "Dan", "8.30 am", "Aeth at y meddyg". */
const UNSURE = words(`mae yr am dan pan pam hon dim bod neb gall at be do does so`);

/** Initials and the like: "Y.", "AC", "IT". */
const isShort = (word: string) => word.length <= 3 && word === word.toUpperCase();

/** Null where that is not clear: a voice of the wrong language is worse than the page's own. */
export function languageOf(text: string | null | undefined): Language | null {
  const written = (text ?? '').replaceAll('’', "'").match(/\p{L}+(?:'\p{L}+)*/gu) ?? [];
  const each = [...new Set(written.filter((word) => !isShort(word)).map((word) => word.toLowerCase()))];
  const [en, cy] = (['en', 'cy'] as const).map((which) => each.filter((word) => SMALL[which].has(word)).length) as [number, number];
  const lead = Math.abs(en - cy);
  const clear = lead > 1 || (lead === 1 && Math.min(en, cy) === 0 && !each.some((word) => UNSURE.has(word)));
  if (!clear) return null;
  return en > cy ? 'en' : 'cy';
}

/** As the attribute of what shows that text. */
export function spoken(text: string | null | undefined): Language | undefined {
  return languageOf(text) ?? undefined;
}
