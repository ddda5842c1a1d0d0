import { type ApiError, asApiError } from './client';

/**
 * saved: the server has what the page shows. changed: it does not, yet. saving: on its way. offline: no answer, tried
 * again by itself. conflict: somebody else changed it; the person chooses. refused: the server said why not.
 */
export type SaveState = 'saved' | 'changed' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface SaverSeen<Kept> {
  state: SaveState;
  /** What is saved, as the server last had it. */
  kept: Kept;
  error: ApiError | null;
  /** In a conflict: the same as somebody else left it. */
  theirs: Kept | null;
}

const WAIT_MS = 700;
const AGAIN_MS = 3000;

/** Saves a draft a moment after it changes, one save at a time, and never says "saved" before it is. */
export class Saver<Kept, Body> {
  #seen: SaverSeen<Kept>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> | null = null;
  #changes = 0;
  #sent = 0;

  constructor(
    kept: Kept,
    /** What the page shows now, to be saved over `kept`. */
    private readonly body: (kept: Kept) => Body,
    private readonly put: (body: Body) => Promise<Kept>,
    private readonly tell: (seen: SaverSeen<Kept>) => void,
  ) {
    this.#seen = { state: 'saved', kept, error: null, theirs: null };
  }

  /** What is shown is not (yet) what the server has. */
  get unsaved(): boolean {
    return this.#seen.state !== 'saved';
  }

  changed(): void {
    this.#changes += 1;
    if (this.#seen.state === 'conflict') return;
    if (!this.#underWay) this.#set({ state: 'changed', error: null });
    this.#later(WAIT_MS);
  }

  /** Save now what waits; resolves when there is nothing more to try, also of what was on its way already. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#underWay) return this.#underWay;
    if (!this.unsaved || this.#seen.state === 'conflict') return Promise.resolve();
    return (this.#underWay = this.#save().finally(() => (this.#underWay = null)));
  }

  async #save(): Promise<void> {
    try {
      do {
        this.#sent = this.#changes;
        this.#set({ state: 'saving', error: null });
        const kept = await this.put(this.body(this.#seen.kept));
        this.#seen = { ...this.#seen, kept };
      } while (this.#sent !== this.#changes);
      this.#set({ state: 'saved' });
    } catch (thrown) {
      this.#refused(asApiError(thrown));
    }
  }

  /** In a conflict: save what is shown here over what the other left. */
  async keepMine(): Promise<void> {
    if (!this.#seen.theirs) return;
    this.#seen = { ...this.#seen, kept: this.#seen.theirs, theirs: null, state: 'changed' };
    await this.flush();
  }

  /** In a conflict: what is shown here goes. Answers what to show instead. */
  takeTheirs(): Kept {
    const kept = this.#seen.theirs ?? this.#seen.kept;
    this.#changes = this.#sent;
    this.#set({ state: 'saved', kept, theirs: null, error: null });
    return kept;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #refused(error: ApiError): void {
    if (error.offline || error.code === 'signed_out') {
      this.#set({ state: 'offline', error });
      this.#later(AGAIN_MS);
    } else if (error.code === 'stale' && error.current) {
      this.#set({ state: 'conflict', theirs: error.current as Kept, error });
    } else {
      this.#set({ state: 'refused', error });
      // What was changed meanwhile may be what it takes.
      if (this.#sent !== this.#changes) this.#later(WAIT_MS);
    }
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  #set(change: Partial<SaverSeen<Kept>>): void {
    this.#seen = { ...this.#seen, ...change };
    this.tell(this.#seen);
  }
}
