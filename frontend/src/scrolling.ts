const LOADING_MS = 5000;
/** So much less is the page still: a line fewer on it, or the browser's own bar in or out of the window. */
const NEAR_PX = 80;
/** What says that somebody scrolls, or goes somewhere, themselves. */
const OWN = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

let stop = (): void => {};

/** Scroll the page that now comes to where it was: as soon as enough of it has been loaded, unless its reader is quicker. */
export function comeBackTo(y: number): void {
  stop();
  scrollTo(0, 0);
  if (y === 0) return;
  const grown = new ResizeObserver(() => {
    const most = document.documentElement.scrollHeight - innerHeight;
    if (most < y - NEAR_PX) return;
    // Not quite enough of it yet: as far as it goes, and on if it grows. Where it was scrolled to may be a fraction more.
    if (most > y - 1) done();
    scrollTo(0, y);
  });
  const done = (): void => {
    grown.disconnect();
    clearTimeout(late);
    for (const kind of OWN) removeEventListener(kind, done);
    stop = () => {};
  };
  const late = setTimeout(done, LOADING_MS);
  for (const kind of OWN) addEventListener(kind, done, { passive: true });
  grown.observe(document.body);
  stop = done;
}
