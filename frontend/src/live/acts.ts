import type { ActDone, ActName, Refusal } from '../api/types';
import { type Clock, realClock } from './clock';
import { newActId } from './ids';

export type ActAnswer = ActDone | Refusal;

export interface ActBody {
  act: ActName;
  act_id: string;
  data: Record<string, unknown>;
}

interface Waiting {
  body: ActBody;
  answer: (answer: ActAnswer) => void;
}

/** Not the person's fault and passing: the same act is sent again. */
const TRY_AGAIN = new Set(['unavailable']);
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
  #stopRetry: () => void = () => {};

  /** `send` rejects when no answer came; `changed` is told each time the number of unsent acts may be another. */
  constructor(
    private readonly send: (body: ActBody) => Promise<ActAnswer>,
    private readonly changed: (unsent: number) => void = () => {},
    private readonly clock: Clock = realClock,
  ) {}

  /** How many acts have no answer yet. */
  get unsent(): number {
    return this.#waiting.length;
  }

  /** Resolves with the server's answer, however long the connection takes to come back. */
  perform(act: ActName, data: Record<string, unknown>): Promise<ActAnswer> {
    return new Promise((answer) => {
      this.#waiting.push({ body: { act, act_id: newActId(), data: JSON.parse(JSON.stringify(data)) }, answer });
      this.changed(this.unsent);
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
  }

  async #next(): Promise<void> {
    const first = this.#waiting[0];
    if (!this.#open || this.#underWay || !first) return;
    this.#underWay = true;
    let answer: ActAnswer | null = null;
    try {
      answer = await this.send(first.body);
    } catch {
      answer = null;
    }
    this.#underWay = false;
    if (answer && !answer.ok && WAIT_FOR_SIGN_IN.has(answer.code)) return this.shut();
    if (!answer || (!answer.ok && TRY_AGAIN.has(answer.code))) return this.#again();
    this.#waiting.shift();
    first.answer(answer);
    this.changed(this.unsent);
    void this.#next();
  }

  #again(): void {
    this.#stopRetry();
    if (this.#open) this.#stopRetry = this.clock.after(RETRY_MS, () => void this.#next());
  }
}
