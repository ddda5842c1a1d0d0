import { onMount, untrack } from 'svelte';
import { session } from '../../api/session.svelte';
import type { BoardPage } from './page.svelte';

/** While the page is open its meeting is followed: not while nobody is signed in, and at once when it is looked at again. */
export function follow(page: BoardPage): void {
  const { store } = page;
  let wasExpired = false;
  $effect(() => {
    if (session.expired) untrack(() => store.signedOut());
    else if (wasExpired) untrack(() => store.resume());
    wasExpired = session.expired;
  });
  onMount(() => {
    store.start();
    void page.loadReference(session.current?.partnership.nation ?? 'england');
    const clock = setInterval(() => (page.now = Date.now()), 1000);
    const wake = () => document.visibilityState === 'visible' && store.wake();
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      store.stop();
      clearInterval(clock);
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
    };
  });
}
