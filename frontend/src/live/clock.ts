/** Time as live/ needs it, so that tests can hold it still. */
export interface Clock {
  now(): number;
  /** Calls `what` once after `ms`; the answer cancels it. */
  after(ms: number, what: () => void): () => void;
  /** Calls `what` every `ms` until cancelled. */
  every(ms: number, what: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
  every: (ms, what) => {
    const timer = setInterval(what, ms);
    return () => clearInterval(timer);
  },
};
