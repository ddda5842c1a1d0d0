let last = 0;

/** An element id that nothing else on the page has. */
export function freshId(prefix = 'field'): string {
  last += 1;
  return `${prefix}-${last}`;
}
