/**
 * What is asked of the server, one thing at a time, and its refusal, if it was one: the way in which every page sends.
 * What was typed stays where it was typed; whoever has to sign in first finds it there afterwards.
 */
import { ApiError, asApiError } from '../api/client';
import { inEach } from '../i18n';

type Fields = Record<string, string>;

/** Refused here, before it is sent: the words for each field that will not do. */
export function refusedHere(fields: () => Fields, message: () => string = () => '', code = 'check_your_answers'): ApiError {
  return new ApiError(422, code, inEach(() => ({ message: message(), fields: fields() })));
}

export class Attempt {
  busy = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** On which version of a thing the next try is made. Told that somebody changed it, who tries again means it: on theirs. */
  version = $state.raw<number | undefined>();

  constructor(
    version?: number,
    /** Where what the server has now has its version. */
    private readonly versionOf: (current: unknown) => number | undefined = (current) => (current as { version?: number } | undefined)?.version,
  ) {
    this.version = version;
  }

  get fields(): Fields {
    return this.error?.fields ?? {};
  }

  /** What somebody else made of the thing meanwhile. */
  theirs<Thing>(): Thing | undefined {
    return this.error?.code === 'stale' ? (this.error.current as Thing | undefined) : undefined;
  }

  /** Do it, unless the last is not over yet. True when it was done. */
  async try(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.error = asApiError(thrown);
      if (this.error.code === 'stale') this.version = this.versionOf(this.error.current) ?? this.version;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The same for what was filled in: `missing` words what will not do, and then nothing is sent. */
  async send(work: () => Promise<unknown>, missing: () => Fields = () => ({})): Promise<boolean> {
    if (this.busy) return false;
    if (Object.keys(missing()).length === 0) return await this.try(work);
    this.error = refusedHere(missing);
    return false;
  }

  /** For the `onsubmit` of a form that is laid out in its own way. */
  sends = (work: () => Promise<unknown>, missing?: () => Fields) => (event: SubmitEvent) => {
    event.preventDefault();
    void this.send(work, missing);
  };

  /** Nothing was tried. */
  forget(): void {
    this.error = null;
  }
}
