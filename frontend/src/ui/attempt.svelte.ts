/** What is asked of the server, one thing at a time, and its refusal, if it was one. */
import { type ApiError, asApiError } from '../api/client';

export class Attempt {
  busy = $state(false);
  error = $state.raw<ApiError | null>(null);

  /** Do it, unless the last is not over yet. */
  async try(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await work();
    } catch (thrown) {
      this.error = asApiError(thrown);
    } finally {
      this.busy = false;
    }
  }
}
