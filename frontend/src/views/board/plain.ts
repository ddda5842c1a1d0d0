import { plain } from '../../i18n/plain';

export { plain };

/** The first letter of a child's initials, as the voice is labelled: "K.T." is "K.". */
export function initial(initials: string): string {
  const first = initials.trim().match(/^\p{L}/u)?.[0];
  return first ? `${first.toUpperCase()}.` : initials;
}

/** A long text cut at a word, for where only a line has room. */
export function shortened(text: string, most = 80): string {
  const line = plain(text).replace(/\s+/g, ' ').trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most).replace(/\s+\S*$/, '')}…`;
}

/** Where a text is so long that it would bury what stands below it: how it begins. Otherwise null. */
export function opening(text: string, most = 500): string | null {
  const lines = text.split('\n').slice(0, 12).join('\n');
  if (text.length <= most * 1.3 && lines === text) return null;
  return lines.length <= most ? lines : lines.slice(0, most).replace(/\s+\S*$/, '');
}
