/** Whoever works by key is never left at the top of the page because what they were on has gone away. */

import { bringIntoSight, isShown } from '../../ui/sight';

const PLACES = '[data-card], section, .board > .foot, .board';
const HEADS = 'h1, h2, h3, button';

/** Where a thing stands, from the nearest outwards: its card, its area or what is fixed at the foot, the board. */
export function placesAround(element: Element | null): Element[] {
  const places: Element[] = [];
  for (let at = element?.closest(PLACES) ?? null; at; at = at.parentElement?.closest(PLACES) ?? null) places.push(at);
  return places;
}

export function focusIsLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** The first heading or button that is shown in the nearest place that is still there and has one: on a phone some are not. */
export function focusNear(places: readonly Element[]): void {
  const heads = places.filter((place) => place.isConnected).flatMap((place) => [...place.querySelectorAll<HTMLElement>(HEADS)]);
  const head = heads.find(isShown);
  if (!head) return;
  if (head.tabIndex < 0) head.tabIndex = -1;
  head.focus({ preventScroll: true });
  bringIntoSight(head);
}

/** Watch what is in `root`; the answer stops it. */
export function keepFocus(root: HTMLElement): () => void {
  let last: Element | null = null;
  let around: Element[] = [];
  const note = (event: FocusEvent) => {
    last = event.target as Element;
    around = placesAround(last);
  };
  // A panel that is closed leads back to where it was opened by itself.
  const closed = () => around.some((place) => place.matches('[data-drafts]') && !place.isConnected);
  const watch = new MutationObserver(() => {
    if (last && !last.isConnected && focusIsLost() && !closed()) focusNear(around);
    if (last && !last.isConnected) last = null;
  });
  root.addEventListener('focusin', note);
  watch.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener('focusin', note);
    watch.disconnect();
  };
}
