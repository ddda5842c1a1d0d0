/**
 * What a page shows of what the server has: the way in which pages ask for it. It stays until there is something
 * newer, and so does why the last asking failed.
 */
import { onMount } from 'svelte';
import { type ApiError, asApiError } from '../api/client';

export class Loaded<Thing> {
  error = $state.raw<ApiError | null>(null);
  private held = $state.raw<Thing | null>(null);
  /** Counts what was asked for and what was put here: an answer to what was asked before either is of before. */
  private turn = 0;
  private asking = 0;

  constructor(
    private readonly ask: () => Promise<Thing>,
    /** Given each answer that counts, before it is shown: what a form begins with. */
    private readonly arrived: (thing: Thing) => void = () => {},
  ) {}

  /** What was answered last, or put here since: what somebody's act made of it. */
  get now(): Thing | null {
    return this.held;
  }

  set now(thing: Thing | null) {
    this.turn += 1;
    this.held = thing;
    this.error = null;
  }

  /** Whether an answer is awaited. */
  get underWay(): boolean {
    return this.asking > 0;
  }

  load = async (): Promise<void> => {
    const turn = ++this.turn;
    this.asking += 1;
    try {
      const thing = await this.ask();
      if (turn !== this.turn) return;
      this.arrived(thing);
      this.now = thing;
    } catch (thrown) {
      if (turn === this.turn) this.error = asApiError(thrown);
    } finally {
      this.asking -= 1;
    }
  };
}

/** Asked for as soon as whatever says so is on the page. */
export function loaded<Thing>(ask: () => Promise<Thing>, arrived?: (thing: Thing) => void): Loaded<Thing> {
  const made = new Loaded(ask, arrived);
  onMount(() => void made.load());
  return made;
}
