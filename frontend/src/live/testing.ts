import type { Entry, View } from '../api/types';
import type { Clock } from './clock';
import type { Wire } from './connection';

/** A clock that moves only when told to. */
export class HeldClock implements Clock {
  #now = 1_000_000;
  #timers: { at: number; every: number | null; what: () => void }[] = [];

  now(): number {
    return this.#now;
  }
  after(ms: number, what: () => void): () => void {
    return this.#add(ms, null, what);
  }
  every(ms: number, what: () => void): () => void {
    return this.#add(ms, ms, what);
  }
  /** Let `ms` pass, step by step, with promises settled in between. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.every === null) this.#timers = this.#timers.filter((timer) => timer !== next);
      else next.at += next.every;
      next.what();
      await settled();
    }
    this.#now = end;
    await settled();
  }
  #add(ms: number, every: number | null, what: () => void): () => void {
    const timer = { at: this.#now + ms, every, what };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

/** A socket whose other end is the test. */
export class FakeWire implements Wire {
  closed = false;
  sent: { event: string; body: Record<string, unknown>; answer: (answer: unknown) => void }[] = [];
  #heard = new Map<string, ((body: never) => void)[]>();

  on(event: string, heard: (body: never) => void): void {
    this.#heard.set(event, [...(this.#heard.get(event) ?? []), heard]);
  }
  emit(event: string, body: unknown, answered?: (answer: never) => void): void {
    this.sent.push({
      event,
      body: body as Record<string, unknown>,
      answer: (answer) => answered?.(answer as never),
    });
  }
  close(): void {
    this.closed = true;
  }
  hear(event: string, body: unknown = {}): void {
    for (const heard of this.#heard.get(event) ?? []) heard(body as never);
  }
  last(event: string) {
    const found = this.sent.filter((sent) => sent.event === event).at(-1);
    if (!found) throw new Error(`nothing was sent as ${event}`);
    return found;
  }
}

export function entry(seq: number, more: Partial<Entry> = {}): Entry {
  return {
    meeting_id: 7,
    stream: 'shared',
    seq,
    kind: 'reflection_added',
    at: '2026-09-21T12:30:00Z',
    by: { person_id: 1, agency_id: 1 },
    act_id: null,
    subject: { type: 'reflection', id: seq, version: 1 } as View,
    ...more,
  };
}
