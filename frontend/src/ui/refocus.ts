import { tick } from 'svelte';

/**
 * What was pressed is gone from the page, and the focus with it: it goes to `place`, an id or what is there, or to the
 * page's heading, without a jump. Whoever is somewhere else by now stays there.
 */
export async function refocus(place?: string | Element | null): Promise<void> {
  await tick();
  const there = typeof place === 'string' ? document.getElementById(place) : place;
  for (const each of [there, document.querySelector('h1')]) {
    if (document.activeElement && document.activeElement !== document.body) return;
    if (each instanceof HTMLElement) each.focus({ preventScroll: true });
  }
}
