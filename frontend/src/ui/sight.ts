/** Scroll to what has the focus, no further than needed: clear of what is fixed above and below. */
export function bringIntoSight(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' });
}

/** Whether it is laid out at all, and so can take the focus. */
export function isShown(element: Element): boolean {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? true;
}

/** For a question that takes the place of what was pressed, as an attachment: it is what is read next. */
export function takesFocus(element: HTMLElement): void {
  element.focus();
}
