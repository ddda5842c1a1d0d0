/** Characters that turn the direction of text, or hide in it: what is read would not be what was written. */
const UNSEEN = /[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The text with such characters shown as what they are: "[U+202E]". */
export function plain(text: string | null | undefined): string {
  if (!text) return '';
  return text.replace(UNSEEN, (found) => `[U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
}
