import { inEach, language, setLanguage, t } from '../i18n';
import { api, configureClient } from './client';
import { passkeysAreFilledIn, passkeysHere, showPasskey } from './passkeys';
import { proveAgain } from './proof.svelte';
import { refusalsSpeak } from './refusal';
import type { Language, Session } from './types';

let current = $state<Session | null>(null);
let expired = $state(false);

configureClient({
  csrfToken: () => current?.csrf_token ?? '',
  freshToken,
  proveAgain,
  signedOut: () => sessionExpired(),
  words: (key) => inEach(() => ({ message: t(`common.error.${key}`), fields: {} })),
});
refusalsSpeak(language);

/** Who is signed in. `expired` means they were, and what they had open waits behind the sign-in page. */
export const session = {
  get current(): Session | null {
    return current;
  },
  get person() {
    return current?.person ?? null;
  },
  get signedIn(): boolean {
    return current?.signed_in ?? false;
  },
  get expired(): boolean {
    return expired;
  },
  /** Whether this browser, at this address, can use passkeys. */
  get passkeys(): boolean {
    return passkeysHere(current?.passkeys_at);
  },
};

function take(answer: Session): Session {
  current = answer;
  if (answer.person) setLanguage(answer.person.language);
  return answer;
}

export async function loadSession(): Promise<Session> {
  return take(await api.get<Session>('/api/session'));
}

/** True when the same person as before is signed in, or still nobody: then the page may go on as it is. */
async function freshToken(): Promise<boolean> {
  const fresh = await api.get<Session>('/api/session');
  if (!current || (fresh.person?.id ?? null) !== (current.person?.id ?? null)) {
    sessionExpired();
    return false;
  }
  current = { ...current, csrf_token: fresh.csrf_token };
  return true;
}

/** A session that has ended took its token along. */
async function asVisitor(): Promise<void> {
  if (!expired || !current) return;
  const { csrf_token, demo_people, demo_password } = await api.get<Session>('/api/session');
  current = { ...current, csrf_token, demo_people, demo_password };
}

export async function signIn(email: string, password: string): Promise<Session> {
  await asVisitor();
  return entered(await api.post<Session>('/api/session', { email, password }));
}

/** The second step of signing in. */
export async function giveCode(code: string): Promise<Session> {
  return entered(await api.post<Session>('/api/session/code', { code }));
}

/** With a passkey alone, or after the password. */
export async function signInWithPasskey(after?: 'password'): Promise<Session> {
  await asVisitor();
  const path = after ? '/api/session/step/passkey' : '/api/session/passkey';
  return entered(await api.post<Session>(path, { shown: await showPasskey(path) }));
}

/** With a passkey that somebody takes from what the browser fills in; null where nobody does. */
export async function signInWithFilledIn(signal: AbortSignal): Promise<Session | null> {
  let shown: Record<string, string>;
  try {
    if (!(await passkeysAreFilledIn())) return null;
    await asVisitor();
    shown = await showPasskey('/api/session/passkey', { mediation: 'conditional', signal });
  } catch {
    return null;
  }
  return entered(await api.post<Session>('/api/session/passkey', { shown }));
}

/** Who has just signed in; or, where `step` says what is asked next, still nobody. */
export function entered(answer: Session): Session {
  if (answer.step) {
    hold(answer);
    return answer;
  }
  expired = false;
  return take(answer);
}

/** The server knows better than this page who is signed in, for as long as something is shown first. */
export function hold(answer: Session): void {
  if (current) current = { ...current, csrf_token: answer.csrf_token, factors: answer.factors ?? [] };
}

/** Go on as whoever the server says is signed in. */
export async function takeUp(): Promise<Session> {
  const answer = await loadSession();
  expired = false;
  return answer;
}

export async function signOut(): Promise<void> {
  await api.delete('/api/session');
  current = await api.get<Session>('/api/session');
}

/** The server ended the session: ask to sign in again, keeping the page and what was typed into it. */
export function sessionExpired(): void {
  if (current?.signed_in) expired = true;
}

export async function chooseLanguage(next: Language): Promise<void> {
  const before = language();
  setLanguage(next);
  try {
    await asVisitor();
    await api.put('/api/session/language', { language: next });
    if (current?.person) current.person.language = next;
  } catch (thrown) {
    setLanguage(before);
    throw thrown;
  }
}
