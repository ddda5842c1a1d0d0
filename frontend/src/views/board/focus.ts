/** Whoever works by key is never left at the top of the page because what they were on has gone away. */

import { bringIntoSight } from '../../ui/sight';

/** Where a thing stands, from the nearest outwards: its card, its area, the board. */
export function placesAround(element: Element | null): Element[] {
  const places: Element[] = [];
  for (let at = element?.closest('[data-card], section, .board') ?? null; at; at = at.parentElement?.closest('[data-card], section, .board') ?? null) {
    places.push(at);
  }
  return places;
}

export function focusIsLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** The heading of the nearest place that is still there. */
export function focusNear(places: readonly Element[]): void {
  const heading = places.find((place) => place.isConnected)?.querySelector<HTMLElement>('h1, h2, h3');
  if (!heading) return;
  if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  bringIntoSight(heading);
}

/** Watch what is in `root`; the answer stops it. */
export function keepFocus(root: HTMLElement): () => void {
  let last: Element | null = null;
  let around: Element[] = [];
  const note = (event: FocusEvent) => {
    last = event.target as Element;
    around = placesAround(last);
  };
  const watch = new MutationObserver(() => {
    if (last && !last.isConnected && focusIsLost()) focusNear(around);
    if (last && !last.isConnected) last = null;
  });
  root.addEventListener('focusin', note);
  watch.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener('focusin', note);
    watch.disconnect();
  };
}
