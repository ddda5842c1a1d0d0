import { tick } from 'svelte';

/**
 * Make a change, and afterwards scroll so that the card under the pointer, or the place of the focus, is where it was:
 * nothing jumps under the pointer because somebody else wrote something.
 */
export function holdStill(root: HTMLElement | undefined, change: () => void): void {
  const held = root?.querySelector('[data-card]:hover') ?? focused(root);
  const before = held?.getBoundingClientRect().top;
  change();
  if (!held || before === undefined) return;
  void tick().then(() => {
    if (!held.isConnected) return;
    const moved = held.getBoundingClientRect().top - before;
    if (Math.abs(moved) > 1) window.scrollBy({ top: moved, behavior: 'instant' });
  });
}

function focused(root: HTMLElement | undefined): Element | null {
  const active = document.activeElement;
  return active && active !== document.body && root?.contains(active) ? active : null;
}
