import { ApiError, refusedBy } from './refusal';
import type { Language, Refusal, RefusalWords } from './types';

export { ApiError };

interface Hooks {
  csrfToken: () => string;
  /** The token was refused: fetch a fresh one. False when somebody else is signed in by now, or nobody. */
  freshToken: () => Promise<boolean>;
  /** Whether what is asked there waits until the page's own person has signed in again: it is not for another to send. */
  waits: (path: string) => boolean;
  /** Ask the person to show once more that it is them. False when they would rather not. */
  proveAgain: () => Promise<boolean>;
  /** Called when the server says that nobody is signed in any more. */
  signedOut: () => void;
  /** Words for what the server itself cannot say. */
  words: (key: 'offline' | 'signed_out' | 'unexpected') => string | Record<Language, RefusalWords>;
}

let hooks: Hooks = {
  csrfToken: () => '',
  freshToken: async () => false,
  waits: () => false,
  proveAgain: async () => false,
  signedOut: () => {},
  words: (key) => key,
};

export function configureClient(given: Hooks): void {
  hooks = given;
}

/** Where one asks who is signed in: of everything else that is asked, the server is told whose page asks. */
export const SESSION = '/api/session';
/** Looking again by itself is nobody's activity, and keeps no session awake. */
const UNATTENDED = 'Mas-Hub-Unattended';

export interface SavedFile {
  name: string;
  content: Blob;
  /** What opens it, where it was locked. */
  passphrase: string | null;
}

async function asFile(response: Response): Promise<SavedFile> {
  const named = response.headers.get('Content-Disposition')?.match(/filename="([^"]+)"/)?.[1];
  const passphrase = response.headers.get('Mas-Hub-Passphrase');
  return { name: named ?? 'export', content: await response.blob(), passphrase };
}

type Read = (response: Response) => Promise<unknown>;

interface More {
  signal?: AbortSignal | undefined;
  unattended?: boolean;
}
const asJson: Read = (response) => response.json().catch(() => null);

async function request<T>(method: string, path: string, body?: unknown, read: Read = asJson, more: More = {}): Promise<T> {
  if (hooks.waits(path)) throw signedOut();
  try {
    return await send<T>(method, path, body, read, more);
  } catch (thrown) {
    // Signing in from another window changes the token. The request was refused unread, so it is sent once more.
    const stale = thrown instanceof ApiError && thrown.code === 'csrf_failed';
    const fresh = stale && (await hooks.freshToken());
    // Nothing was done yet: what was asked waits here while the person is asked who they are.
    const unproved = thrown instanceof ApiError && thrown.code === 'prove_again';
    const proved = unproved && (await hooks.proveAgain());
    if ((stale || unproved) && hooks.waits(path)) throw signedOut();
    if (fresh || proved) return await send<T>(method, path, body, read, more);
    throw thrown;
  }
}

const signedOut = (): ApiError => new ApiError(401, 'signed_out', hooks.words('signed_out'));

async function send<T>(method: string, path: string, body: unknown, read: Read, { signal, unattended }: More): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' || path !== SESSION) headers['X-CSRF-Token'] = hooks.csrfToken();
  if (unattended) headers[UNATTENDED] = 'yes';

  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ?? null,
    });
  } catch {
    throw new ApiError(0, 'offline', hooks.words('offline'));
  }

  const answer: unknown = await (response.ok ? read : asJson)(response);
  if (response.ok && answer !== null) return answer as T;
  throw refusal(response.status, answer);
}

function refusal(status: number, answer: unknown): ApiError {
  const given = (answer && typeof answer === 'object' ? answer : {}) as Partial<Refusal>;
  if (status === 401 && given.code === 'signed_out') hooks.signedOut();
  // A server that says itself what failed was reached; a proxy before it says nothing of the kind.
  const unreached = [502, 503, 504].includes(status) && (given.code ?? 'unavailable') === 'unavailable';
  if (unreached) return new ApiError(0, 'offline', hooks.words('offline'));
  if (given.code !== undefined && given.message !== undefined) return refusedBy(status, { ...given, code: given.code, message: given.message });
  return new ApiError(status, given.code ?? 'unexpected', hooks.words('unexpected'), given.fields, given.current);
}

export const api = {
  get: <T>(path: string) => request<T>('GET', path),
  /** The same where the page looks again by itself. */
  look: <T>(path: string) => request<T>('GET', path, undefined, asJson, { unattended: true }),
  /** A file's text, such as an export made for pasting. */
  text: (path: string) => request<string>('GET', path, undefined, (response) => response.text()),
  /** A file to be saved, under the name that the server gave it. */
  file: (path: string) => request<SavedFile>('GET', path, undefined, asFile),
  /** The same for a file that is made as the body says. */
  fileMade: (path: string, body: unknown) => request<SavedFile>('POST', path, body, asFile),
  post: <T>(path: string, body: unknown = {}, signal?: AbortSignal) => request<T>('POST', path, body, asJson, { signal }),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, body),
  /** Without a body, which a proxy may drop: what is to be said stands in the path. */
  delete: <T>(path: string) => request<T>('DELETE', path),
};

/** Any thrown thing as an ApiError, so that a page has one kind of trouble to show. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError(-1, 'unexpected', hooks.words('unexpected'));
}
