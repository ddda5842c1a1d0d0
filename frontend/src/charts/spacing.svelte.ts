/** How much further apart than usual the reader sets letters and words (WCAG 1.4.12), in parts of the letters' size. */
export const spacing = $state({ letter: 0, word: 0 });

export function readSpacing(element: Element): void {
  const { fontSize, letterSpacing, wordSpacing } = getComputedStyle(element);
  const part = (length: string) => (parseFloat(length) || 0) / (parseFloat(fontSize) || 12);
  spacing.letter = part(letterSpacing);
  spacing.word = part(wordSpacing);
}
