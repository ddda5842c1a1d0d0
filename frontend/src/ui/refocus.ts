import { tick } from 'svelte';

/**
 * What was pressed is gone from the page, and the focus with it: it goes to `id`, or to the page's heading, without a
 * jump. Whoever is somewhere else by now stays there.
 */
export async function refocus(id?: string): Promise<void> {
  await tick();
  if (document.activeElement && document.activeElement !== document.body) return;
  const place = (id && document.getElementById(id)) || document.querySelector<HTMLElement>('h1');
  place?.focus({ preventScroll: true });
}
