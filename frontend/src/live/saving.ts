import { type Clock, realClock } from './clock';
import type { ConnectionState } from './connection';

/** The one truthful word on saving. `unsent` counts the acts that the server has not answered. */
export interface SavingWord {
  kind: 'connecting' | 'saved' | 'saving' | 'cannot_save' | 'reconnecting' | 'ended';
  unsent: number;
}

/** "Saving" stays at least this long, so that the word never flickers. It is never late: "All saved" is always true. */
export const SAVING_SHOWN_MS = 500;

export class SavingSign {
  #word: SavingWord = { kind: 'connecting', unsent: 0 };
  #savingSince = 0;
  #cancel: () => void = () => {};

  constructor(
    private readonly show: (word: SavingWord) => void,
    private readonly clock: Clock = realClock,
  ) {}

  /** `cannotSave`: the service said so, of the first that is unsent or of all. */
  update(connection: ConnectionState, unsent: number, cannotSave = false): void {
    this.#cancel();
    const next = wordFor(connection, unsent, cannotSave);
    const now = this.clock.now();
    if (next.kind === 'saving' && this.#word.kind !== 'saving') this.#savingSince = now;
    const left = this.#savingSince + SAVING_SHOWN_MS - now;
    if (next.kind === 'saved' && this.#word.kind === 'saving' && left > 0) {
      this.#cancel = this.clock.after(left, () => this.#take(next));
      return;
    }
    this.#take(next);
  }

  #take(next: SavingWord): void {
    if (next.kind === this.#word.kind && next.unsent === this.#word.unsent) return;
    this.#word = next;
    this.show(next);
  }
}

function wordFor(connection: ConnectionState, unsent: number, cannotSave: boolean): SavingWord {
  // A service that cannot save says so, then falls silent: it stays the reason why something is unsent.
  if (cannotSave && (connection === 'live' || (unsent > 0 && connection !== 'ended'))) return { kind: 'cannot_save', unsent };
  switch (connection) {
    case 'ended':
    case 'reconnecting':
      return { kind: connection, unsent };
    case 'connecting':
    case 'live':
      if (unsent > 0) return { kind: 'saving', unsent };
      return { kind: connection === 'live' ? 'saved' : 'connecting', unsent };
    default:
      return connection satisfies never;
  }
}
