/**
 * In which language people wrote something, as a screen reader has to know it to read it aloud (WCAG 3.1.2). Both are
 * written in one meeting, and nobody is asked: the small words of each, that no sentence goes without, tell them apart.
 */
import type { Language } from '../api/types';

const SMALL: Record<Language, Set<string>> = {
  en: new Set(
    `the and of to is are was were be been has have had with for not no nor that this these it its from by at on who which what
    when where there he she they them his her their we our us you your will would can could should may must do does did as if
    but or so into after before about than then only same one each every without nobody never since until again`.split(/\s+/),
  ),
  cy: new Set(
    `y yr yn mae wedi ei eu ein eich i'r a'r o'r â'r ac nid yw oes ond gan gyda gyda'r wrth dros drwy rhwng heb mewn sydd sy'n oedd
    roedd bydd fydd bod fod bu ar am dan dim neb pob hyn hynny hon hwn nad nid na'r fel ar ôl cyn ers erbyn pan lle pwy beth pam
    mae'r mae'n i'w a'i o'i yn y'r bod cael caiff cafodd gall dylid rhaid`.split(/\s+/),
  ),
};

/** Null where a text is too short to tell. */
export function languageOf(text: string | null | undefined): Language | null {
  const words = (text ?? '').toLowerCase().replaceAll('’', "'").match(/[\p{L}']+/gu) ?? [];
  const count = (which: Language) => words.filter((word) => SMALL[which].has(word)).length;
  const [en, cy] = [count('en'), count('cy')];
  if (en === cy) return null;
  return en > cy ? 'en' : 'cy';
}

/** As the attribute of what shows that text. */
export function spoken(text: string | null | undefined): Language | undefined {
  return languageOf(text) ?? undefined;
}
