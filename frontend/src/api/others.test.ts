import { afterEach, expect, it, vi } from 'vitest';
import { hearOthers, tellOthers } from './others';

afterEach(() => vi.unstubAllGlobals());

it('does without the other pages where the browser has no line to them', () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const stop = hearOthers(() => {});
  tellOthers();
  stop();
  expect(globalThis.BroadcastChannel).toBeUndefined();
});
