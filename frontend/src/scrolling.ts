const LOADING_MS = 5000;
/** What says that somebody scrolls, or goes somewhere, themselves. */
const OWN = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

let stop = (): void => {};

/** Scroll the page that now comes to where it was: as soon as enough of it has been loaded, unless its reader is quicker. */
export function comeBackTo(y: number): void {
  stop();
  scrollTo(0, 0);
  if (y === 0) return;
  const grown = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight - innerHeight < y) return;
    done();
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
