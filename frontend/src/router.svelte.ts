import { matchRoute, type Route } from './routes';

let path = $state(location.pathname);
let focusWanted = false;
/** Asked before a page is left; answers false to stay. */
const leaving = new Set<() => boolean>();

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
  history[replace ? 'replaceState' : 'pushState'](null, '', target);
  arrive(target.pathname);
}

/** Hold back leaving the page while `mayLeave` answers false. Returns how to stop. */
export function beforeLeaving(mayLeave: () => boolean): () => void {
  leaving.add(mayLeave);
  return () => leaving.delete(mayLeave);
}

/** While something is `unsaved`, closing the window asks; `mayLeave` as above. Returns how to stop. */
export function holdBack(unsaved: () => boolean, mayLeave: () => boolean = () => true): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault();
  };
  const stay = beforeLeaving(mayLeave);
  addEventListener('beforeunload', warn);
  return () => {
    stay();
    removeEventListener('beforeunload', warn);
  };
}

function arrive(next: string): void {
  if (next === path) return;
  path = next;
  focusWanted = true;
  scrollTo(0, 0);
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
    const link = linkOf(event);
    if (!link) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  };
  const onPop = () => arrive(location.pathname);
  document.addEventListener('click', onClick);
  addEventListener('popstate', onPop);
  return () => {
    document.removeEventListener('click', onClick);
    removeEventListener('popstate', onPop);
  };
}
