/** A page that was left open: is whoever looks at it now still whose page it is? */
import { hearOthers, tellOthers } from './others';
import { lookAgain, sessionExpired } from './session.svelte';

const LOOK_EVERY_MS = 60_000;
const STIRRING = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/** Asked when another page of this browser says so, when this one is looked at again, and each minute. Returns how to stop. */
export function watchSession(): () => void {
  let stirred = false;
  const stir = () => (stirred = true);
  /** Who typed or read meanwhile was active, though they sent nothing. */
  const lookInPassing = () => {
    void lookAgain(stirred);
    stirred = false;
  };
  const seen = () => document.visibilityState === 'visible' && void lookAgain();
  const back = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    // The browser shows it as it was left, perhaps by somebody else: covered until that is known.
    sessionExpired();
    void lookAgain();
  };
  const timer = setInterval(lookInPassing, LOOK_EVERY_MS);
  const stop = hearOthers(() => void lookAgain());
  tellOthers();
  for (const kind of STIRRING) addEventListener(kind, stir, { passive: true });
  document.addEventListener('visibilitychange', seen);
  addEventListener('pageshow', back);
  return () => {
    clearInterval(timer);
    stop();
    for (const kind of STIRRING) removeEventListener(kind, stir);
    document.removeEventListener('visibilitychange', seen);
    removeEventListener('pageshow', back);
  };
}
