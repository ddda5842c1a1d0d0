/** Asked again who they are, in the middle of something: what they were doing waits for the answer. */
import { api } from './client';
import { showPasskey } from './passkeys';

const PASSKEY = '/api/account/proof/passkey';

let waiting = $state<{ promise: Promise<boolean>; settle: (proved: boolean) => void } | null>(null);

export function proveAgain(): Promise<boolean> {
  if (!waiting) {
    let settle: (proved: boolean) => void = () => {};
    const promise = new Promise<boolean>((resolve) => (settle = resolve));
    waiting = { promise, settle };
  }
  return waiting.promise;
}

function settle(proved: boolean): void {
  waiting?.settle(proved);
  waiting = null;
}

export const proof = {
  get asked(): boolean {
    return waiting !== null;
  },
  async prove(shown: { password: string } | { code: string }): Promise<void> {
    await api.post('/api/account/proof', shown);
    settle(true);
  },
  async proveWithPasskey(): Promise<void> {
    await api.post(PASSKEY, { shown: await showPasskey(PASSKEY) });
    settle(true);
  },
  cancel(): void {
    settle(false);
  },
};
