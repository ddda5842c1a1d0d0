/** Scroll to what has the focus, no further than needed: clear of what is fixed above and below. */
export function bringIntoSight(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' });
}

/** For a question that takes the place of what was pressed, as an attachment: it is what is read next. */
export function takesFocus(element: HTMLElement): void {
  element.focus();
}
