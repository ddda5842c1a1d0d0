import type { ActDone, ActName, Refusal } from '../api/types';
import { type Clock, realClock } from './clock';
import { newActId } from './ids';

export type ActAnswer = ActDone | Refusal;

export interface ActBody {
  act: ActName;
  act_id: string;
  data: Record<string, unknown>;
  /** Where it is done, when that is not the meeting that is joined. */
  meeting_id?: number;
}

interface Waiting {
  body: ActBody;
  answer: (answer: ActAnswer) => void;
}

/** The service cannot save just now: the same act is sent again. */
const CANNOT_SAVE = 'unavailable';
/** More than is taken at once: the same act is sent again when the answer says so. */
const TOO_FAST = 'too_fast';
/** Whoever this is, they must sign in first; the act waits. */
const WAIT_FOR_SIGN_IN = new Set(['signed_out']);

const RETRY_MS = 1000;

/**
 * What this person did and the server has not yet answered. One act is under way at a time, so that they arrive in the
 * order in which they were made; an act keeps its id however often it is sent, so that it is done once.
 */
export class ActQueue {
  #waiting: Waiting[] = [];
  #open = false;
  #underWay = false;
  /** What comes first is sent again later; nothing overtakes it. */
  #resting = false;
  #cannotSave = false;
  #stopRetry: () => void = () => {};

  /** `send` rejects when no answer came; `changed` is told when `unsent` or `cannotSave` may be another. */
  constructor(
    private readonly send: (body: ActBody) => Promise<ActAnswer>,
    private readonly changed: () => void = () => {},
    private readonly clock: Clock = realClock,
  ) {}

  /** How many acts have no answer yet. */
  get unsent(): number {
    return this.#waiting.length;
  }

  /** Whether the service said, of the first of them, that it cannot save at the moment. */
  get cannotSave(): boolean {
    return this.#cannotSave;
  }

  /** Resolves with the server's answer, however long the connection takes to come back. */
  perform(act: ActName, data: Record<string, unknown>, elsewhere?: number): Promise<ActAnswer> {
    return new Promise((answer) => {
      this.#waiting.push({ body: { act, act_id: newActId(), data: JSON.parse(JSON.stringify(data)), ...(elsewhere ? { meeting_id: elsewhere } : {}) }, answer });
      this.changed();
      void this.#next();
    });
  }

  /** The meeting is joined: send what waits. */
  open(): void {
    this.#open = true;
    void this.#next();
  }

  /** The connection is gone: keep what waits. */
  shut(): void {
    this.#open = false;
    this.#stopRetry();
    this.#resting = false;
  }

  async #next(): Promise<void> {
    const first = this.#waiting[0];
    if (!this.#open || this.#underWay || this.#resting || !first) return;
    this.#underWay = true;
    let answer: ActAnswer | null = null;
    try {
      answer = await this.send(first.body);
    } catch {
      answer = null;
    }
    this.#underWay = false;
    if (!answer) return this.#again(RETRY_MS);
    if (!answer.ok && WAIT_FOR_SIGN_IN.has(answer.code)) return this.shut();
    this.#setCannotSave(!answer.ok && answer.code === CANNOT_SAVE);
    const wait = waitFor(answer);
    if (wait !== null) return this.#again(wait);
    this.#waiting.shift();
    first.answer(answer);
    this.changed();
    void this.#next();
  }

  #again(afterMs: number): void {
    if (!this.#open) return;
    this.#resting = true;
    this.#stopRetry = this.clock.after(afterMs, () => {
      this.#resting = false;
      void this.#next();
    });
  }

  #setCannotSave(cannot: boolean): void {
    if (cannot === this.#cannotSave) return;
    this.#cannotSave = cannot;
    this.changed();
  }
}

/** How long until the same act is sent again; null when the answer is the answer. */
function waitFor(answer: ActAnswer): number | null {
  if (answer.ok) return null;
  if (answer.code === TOO_FAST) return (answer.retry_after ?? 1) * 1000;
  return answer.code === CANNOT_SAVE ? RETRY_MS : null;
}
