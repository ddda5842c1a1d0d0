/** Shorter than this is a page loaded again, and nothing to tell. */
export const TOLD_AFTER_MS = 10_000;
/** As the server has it, which decides. */
export const TAKES_AFTER_MS = 120_000;

/** "1:05" */
export function minutesText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
