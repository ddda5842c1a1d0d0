import { inEach, language, setLanguage, t } from '../i18n';
import { api, configureClient, SESSION } from './client';
import { tellOthers } from './others';
import { passkeysAreFilledIn, passkeysHere, showPasskey } from './passkeys';
import { proveAgain } from './proof.svelte';
import { refusalsSpeak } from './refusal';
import type { Language, Session } from './types';

let current = $state<Session | null>(null);
let expired = $state(false);
let taken = $state(false);
let leaving = $state(false);
/** Whose page this has been since it was loaded: what they wrote is in its memory, also when they have signed out. */
let whose: number | null = null;
/** What was chosen on this page while nobody was signed in: whoever comes in by it goes on in that language. */
let chosenAtDoor: Language | null = null;
/** Raised by whatever asks who is signed in, or changes it: an answer to an older turn says what may no longer be so. */
let turn = 0;
let asking: Promise<unknown> = Promise.resolve();
/** What is asked by whoever comes in. */
const AT_THE_DOOR = [SESSION, '/api/joining'];

configureClient({
  csrfToken: () => current?.csrf_token ?? '',
  freshToken,
  waits: (path) => expired && !AT_THE_DOOR.some((door) => path.startsWith(door)),
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
  /** With `expired`: somebody else has signed in in this browser. */
  get taken(): boolean {
    return taken;
  },
  /** Somebody else has signed in here: the page is to go with all that it has in its memory, and be loaded anew. */
  get leaving(): boolean {
    return leaving;
  },
  /** Whether this browser, at this address, can use passkeys. */
  get passkeys(): boolean {
    return passkeysHere(current?.passkeys_at);
  },
};

function take(answer: Session): Session {
  current = answer;
  whose ??= answer.person?.id ?? null;
  if (answer.person) setLanguage(answer.person.language);
  return answer;
}

export async function loadSession(): Promise<Session> {
  const asked = api.get<Session>(SESSION);
  const last = await hearIfLast(asked);
  const answer = await asked;
  if (current && !last) {
    // Who is signed in was said since; what is known of them besides is still worth having.
    return expired || answer.person?.id !== current.person?.id ? current : take({ ...answer, csrf_token: current.csrf_token });
  }
  if (current && expired) return answer;
  if (answer.person) chosenAtDoor = null;
  whose = answer.person?.id ?? null;
  leaving = false;
  return take(answer);
}

/** What the server says of this browser now: whether that is the page's own person, or somebody else, or nobody. */
function hear(answer: Session): void {
  if (!current) return;
  const ours = !current.signed_in || answer.person?.id === current.person?.id;
  if (current.csrf_token !== answer.csrf_token) current.csrf_token = answer.csrf_token;
  expired = !ours;
  taken = !ours && answer.signed_in;
}

/** Answers overtake each other: one is heard when nothing newer was asked or done. Otherwise false, once that was answered. */
async function hearIfLast(asked: Promise<Session>): Promise<boolean> {
  const mine = ++turn;
  asking = asked.catch(() => {});
  const answer = await asked;
  if (mine === turn) {
    hear(answer);
    return true;
  }
  for (let seen = mine; seen !== turn; ) {
    seen = turn;
    await asking;
  }
  return false;
}

/** Whether it may be asked once more: by the page's own person, or by whoever is coming in. */
async function freshToken(): Promise<boolean> {
  const comingIn = expired;
  await hearIfLast(api.get<Session>(SESSION));
  return !expired || comingIn;
}

/** Whether this is still the page of whoever is signed in. Without an answer it stays as it is. */
export async function lookAgain(attended = false): Promise<void> {
  if (!current?.signed_in) return;
  const asked = attended ? api.get<Session>(SESSION) : api.look<Session>(SESSION);
  await hearIfLast(asked).catch(() => {});
}

/** A session that has ended took its token along. */
async function asVisitor(): Promise<void> {
  if (!expired || !current) return;
  const begun = turn;
  const { csrf_token, demo_people = [], demo_password = null } = await api.get<Session>(SESSION);
  Object.assign(current, { demo_people, demo_password }, begun === turn && { csrf_token });
}

export async function signIn(email: string, password: string): Promise<Session> {
  await asVisitor();
  return entered(await api.post<Session>(SESSION, { email, password }));
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
  turn += 1;
  if (answer.step) {
    hold(answer);
    return answer;
  }
  if (whose !== null && answer.person && answer.person.id !== whose) {
    leaving = true;
    return answer;
  }
  expired = taken = false;
  take(answer);
  tellOthers();
  goOnIn(chosenAtDoor);
  return answer;
}

/** Where it cannot be kept they go on in their own. */
function goOnIn(chosen: Language | null): void {
  chosenAtDoor = null;
  if (chosen && current?.person && current.person.language !== chosen) void chooseLanguage(chosen).catch(() => {});
}

/** The server knows better than this page who is signed in, for as long as something is shown first. */
export function hold(answer: Session): void {
  turn += 1;
  if (current) current = { ...current, csrf_token: answer.csrf_token, factors: answer.factors ?? [] };
}

/** Go on as whoever the server says is signed in. */
export async function takeUp(): Promise<Session> {
  return entered(await api.get<Session>(SESSION));
}

export async function signOut(): Promise<void> {
  turn += 1;
  await api.delete(SESSION);
  current = await api.get<Session>(SESSION);
  turn += 1;
  expired = taken = false;
  tellOthers();
}

/** The server ended the session: ask to sign in again, keeping the page and what was typed into it. */
export function sessionExpired(): void {
  if (current?.signed_in) expired = true;
}

export async function chooseLanguage(next: Language): Promise<void> {
  const before = language();
  setLanguage(next);
  chosenAtDoor = expired || !current?.signed_in ? next : null;
  // Covered, the page is nobody's to speak for: whoever is signed in by now has a language of their own.
  if (expired) return;
  try {
    await api.put('/api/session/language', { language: next });
    if (current?.person) current.person.language = next;
  } catch (thrown) {
    chosenAtDoor = null;
    setLanguage(before);
    throw thrown;
  }
}
