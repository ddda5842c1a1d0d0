/** Welsh words change their beginning after some numbers: two softens it, three and six (of these nouns) breathe it. */
const SOFT: [RegExp, string][] = [
  [/^ll/i, 'l'],
  [/^rh/i, 'r'],
  [/^p(?!h)/i, 'b'],
  [/^t(?!h)/i, 'd'],
  [/^c(?!h)/i, 'g'],
  [/^b/i, 'f'],
  [/^d(?!d)/i, 'dd'],
  [/^g/i, ''],
  [/^m(?!un$)/i, 'f'], // what is cut short stays as it is: "2 mun."
];
const BREATHED: [RegExp, string][] = [
  [/^p(?!h)/i, 'ph'],
  [/^t(?!h)/i, 'th'],
  [/^c(?!h)/i, 'ch'],
];

/** A text in which a noun follows `{n}`, with the noun as it is after that number: "2 ddiwrnod", "3 phenderfyniad". */
export function afterNumber(text: string, n: number): string {
  const changes = n === 2 ? SOFT : n === 3 || n === 6 ? BREATHED : [];
  return text.replace(/(?<=\{n\} )\p{L}+/gu, (word) => {
    const change = changes.find(([begins]) => begins.test(word));
    return change ? word.replace(...change) : word;
  });
}

const DAY = /^(Llun|Mawrth|Mercher|Iau|Gwener|Sadwrn|Sul) \d/;
const SOFTENS = /(?:^|[\s(])(?:ar|o|i|tan|hyd|at|am|gan|drwy|dros|dan) $/i;

/** On that day something was done, or is: "cofnodwyd ddydd Llun". */
const ON_THAT_DAY = /(?:\p{L}wyd|\p{L}odd|hynaf|agor|cynhelir|dechrau) $/iu;

/** What goes into a text after `before`: a date that begins with its weekday reads "ar ddydd Llun 28 Medi", not "ar Llun". */
export function dayAfter(before: string, value: string): string {
  return DAY.test(value) && (SOFTENS.test(before) || ON_THAT_DAY.test(before)) ? `ddydd ${value}` : value;
}
