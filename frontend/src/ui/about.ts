/**
 * What the buttons of a card or an area are about, for people who hear a button without what stands around it: a few words
 * that describe each. A button's own name stays as it is, though many are called so.
 */
import { getContext, setContext } from 'svelte';

const KEY = Symbol('about');

export function shareAbout(words: () => string): void {
  setContext(KEY, words);
}

/** Called while a component is being set up. */
export function aboutHere(): () => string | undefined {
  return getContext<(() => string) | undefined>(KEY) ?? (() => undefined);
}

/** As attributes of what is pressed. */
export function described(words: string | undefined): Record<string, string> {
  return words ? { 'aria-description': words } : {};
}
