import { matchRoute, type Route } from './routes';
import { comeBackTo } from './scrolling';

let path = $state(location.pathname);
let focusWanted = false;
/** Asked before a page is left; answers false to stay. */
const leaving = new Set<() => boolean>();
/** What was written on the page, and how what of it waits is saved. */
const held = new Set<{ unsaved: () => boolean; save: () => Promise<unknown> }>();
const SAVING_MS = 5000;

/** Which of the window's pages is shown, counted along its history, and how far each was scrolled when it was left. */
let place = placeOf(history.state) ?? 0;
const scrolled = new Map<number, number>();
/** Where the window is on its way back to, because what is there may not be left. */
let staying: number | null = null;

export const router = {
  get path(): string {
    return path;
  },
  get route(): Route {
    return matchRoute(path);
  },
};

export function navigate(to: string, { replace = false } = {}): void {
  for (const mayLeave of leaving) if (!mayLeave()) return;
  const target = new URL(to, location.origin);
  if (replace) history.replaceState({ place }, '', target);
  else {
    scrolled.set(place, scrollY);
    // The page itself brings back how far it was scrolled: the browser would before there is anything to scroll.
    history.scrollRestoration = 'manual';
    history.replaceState({ place }, '');
    place += 1;
    history.pushState({ place }, '', target);
  }
  arrive(target.pathname);
}

function placeOf(state: unknown): number | null {
  const found = (state as { place?: unknown } | null)?.place;
  return typeof found === 'number' ? found : null;
}

/** Back or forward, by the window's own buttons: what may not be left stays, and its address comes back. */
function popped({ state }: PopStateEvent): void {
  const next = placeOf(state);
  // Such as by a link to a place on the same page.
  if (next === null) {
    place += 1;
    history.replaceState({ place }, '');
    arrive(location.pathname);
    return;
  }
  const back = next === staying;
  staying = null;
  if (back) return;
  if (location.pathname !== path && next !== place && [...leaving].some((mayLeave) => !mayLeave())) {
    staying = place;
    history.go(place - next);
    return;
  }
  scrolled.set(place, scrollY);
  place = next;
  arrive(location.pathname);
  const y = scrolled.get(place);
  if (y !== undefined) comeBackTo(y);
}

/** Hold back leaving the page while `mayLeave` answers false. Returns how to stop. */
export function beforeLeaving(mayLeave: () => boolean): () => void {
  leaving.add(mayLeave);
  return () => leaving.delete(mayLeave);
}

/**
 * While something is `unsaved`, closing the window asks, and so does signing out when `save` did not help; `mayLeave` as
 * above. Returns how to stop.
 */
export function holdBack(unsaved: () => boolean, mayLeave: () => boolean = () => true, save: () => Promise<unknown> = async () => {}): () => void {
  const here = { unsaved, save };
  const warn = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault();
  };
  const stay = beforeLeaving(mayLeave);
  addEventListener('beforeunload', warn);
  held.add(here);
  return () => {
    held.delete(here);
    stay();
    removeEventListener('beforeunload', warn);
  };
}

/** Before somebody signs out: save what waits, for some seconds at most. False where something is not saved by then. */
export async function allSaved(): Promise<boolean> {
  const saves = Promise.all([...held].filter(({ unsaved }) => unsaved()).map(({ save }) => save()));
  await Promise.race([saves, new Promise((late) => setTimeout(late, SAVING_MS))]);
  return ![...held].some(({ unsaved }) => unsaved());
}

function arrive(next: string): void {
  if (next === path) return;
  path = next;
  focusWanted = true;
  comeBackTo(0);
}

/** What comes next is a new page, though the address stays. */
export function wantFocus(): void {
  focusWanted = true;
}

/** True once after a navigation: the new page's heading takes the focus. */
export function takeFocusWanted(): boolean {
  const wanted = focusWanted;
  focusWanted = false;
  return wanted;
}

function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return null;
  if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return null;
  return link;
}

/** Follow the page's own links without loading it anew. Returns how to stop. */
export function startRouter(): () => void {
  const onClick = (event: MouseEvent) => {
    scrolled.set(place, scrollY); // a link may lead elsewhere on the same page
    const link = linkOf(event);
    if (!link) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  };
  // A page that is loaded anew is scrolled by the browser, as ever.
  const onHide = () => (history.scrollRestoration = 'auto');
  if (placeOf(history.state) === null) history.replaceState({ place }, '');
  document.addEventListener('click', onClick);
  addEventListener('popstate', popped);
  addEventListener('pagehide', onHide);
  return () => {
    document.removeEventListener('click', onClick);
    removeEventListener('popstate', popped);
    removeEventListener('pagehide', onHide);
  };
}
