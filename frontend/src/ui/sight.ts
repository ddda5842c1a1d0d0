/** Scroll to what has the focus, no further than needed: clear of what is fixed above and below. */
export function bringIntoSight(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' });
}
