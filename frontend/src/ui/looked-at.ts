/** What others change while it is read: looked at again when its reader comes back to the page, and each half minute. */
import { onMount } from 'svelte';
import { api } from '../api/client';
import { loaded, type Loaded } from './loaded.svelte';

const LOOK_EVERY_MS = 30_000;

/** While the page is in sight. */
export function lookAgain(look: () => unknown): void {
  onMount(() => {
    const inSight = () => {
      if (document.visibilityState === 'visible') look();
    };
    const timer = setInterval(inSight, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', inSight);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', inSight);
    };
  });
}

/**
 * What is at `path`. A look by itself keeps nobody signed in, and waits while something is `open` that stands on it; what
 * it found is let go where that was opened meanwhile. `arrived` as with `Loaded`.
 */
export function lookedAt<Thing>(path: string, open: () => boolean = () => false, arrived?: (thing: Thing) => void): Loaded<Thing> {
  let byItself = false;
  const made: Loaded<Thing> = loaded<Thing>(async () => {
    const looking = byItself;
    const found = await (looking ? api.look : api.get)<Thing>(path);
    return looking && open() && made.now ? made.now : found;
  }, arrived);
  lookAgain(() => {
    if (open() || made.underWay) return;
    byItself = true;
    void made.load(); // asks before it first waits
    byItself = false;
  });
  return made;
}
