import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { language, setLanguage } from '../i18n';
import { api } from './client';
import { chooseLanguage, loadSession, lookAgain, session, sessionExpired, signIn, signInWithFilledIn, signOut, takeUp } from './session.svelte';
import type { Session, SignedInPerson } from './types';

const dina: SignedInPerson = {
  id: 7,
  name: 'Dina Farouk',
  job: 'Detective sergeant',
  email: 'dina@police.example',
  language: 'en',
  roles: [],
  agency: null,
};

function sessionOf(person: SignedInPerson | null, csrf_token = 'token'): Session {
  return {
    signed_in: person !== null,
    csrf_token,
    person,
    partnership: { name: { en: 'Fellshire', cy: null }, nation: 'england' },
    demo: false,
  };
}

let server: Record<string, (body: unknown) => Response | Promise<Response>>;
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  server = { 'GET /api/session': () => json(sessionOf(dina)) };
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const answer = server[`${init.method} ${path}`];
    if (!answer) throw new TypeError('no such route');
    return answer(init.body);
  });
  await loadSession();
});
afterEach(() => setLanguage('en'));
afterAll(async () => {
  // Nobody is signed in for the tests that follow.
  vi.stubGlobal('fetch', async () => json(sessionOf(null, 'visitor')));
  await takeUp();
  vi.unstubAllGlobals();
});

describe('a session that the server has ended', () => {
  beforeEach(async () => {
    server['GET /api/home'] = () => json({ ok: false, code: 'signed_out', message: 'Sign in' }, 401);
    server['GET /api/session'] = () => json(sessionOf(null, 'visitor'));
    await api.get('/api/home').catch(() => {});
  });

  it('keeps the person, so that their page can wait', () => {
    expect(session.expired).toBe(true);
    expect(session.person?.name).toBe('Dina Farouk');
  });

  it('goes on after signing in again', async () => {
    server['POST /api/session'] = () => json(sessionOf(dina, 'fresh'));
    await signIn('dina@police.example', 'a long password');
    expect(session.expired).toBe(false);
    expect(session.current?.csrf_token).toBe('fresh');
  });
});

describe('a page that was left open', () => {
  const beth = { ...dina, id: 8, name: 'Beth Langley' };
  const comesIn = async (person: SignedInPerson) => {
    server['POST /api/session'] = () => json(sessionOf(person, 'fresh'));
    await signIn(person.email, 'a long password');
  };

  it('waits for its own person when somebody else is there, and asks nothing for them', async () => {
    server['GET /api/session'] = () => json(sessionOf(beth, 'hers'));
    server['PUT /api/meetings/1/preparation'] = () => json({ ok: true });
    await lookAgain();
    expect([session.expired, session.taken, session.person?.name]).toEqual([true, true, 'Dina Farouk']);
    await expect(api.put('/api/meetings/1/preparation', {})).rejects.toMatchObject({ code: 'signed_out' });
    server['GET /api/session'] = () => json(sessionOf(dina, 'again'));
    await lookAgain();
    expect([session.expired, session.taken, session.current?.csrf_token]).toEqual([false, false, 'again']);
    expect(await api.put('/api/meetings/1/preparation', {})).toEqual({ ok: true });
  });

  it('says when nobody is there, and stays as it is without an answer', async () => {
    server['GET /api/session'] = () => {
      throw new TypeError('no network');
    };
    await lookAgain();
    expect(session.expired).toBe(false);
    server['GET /api/session'] = () => json(sessionOf(null, 'visitor'));
    await lookAgain();
    expect([session.expired, session.taken]).toEqual([true, false]);
    expect(session.leaving).toBe(false);
  });

  it('takes no answer that is read in somebody else’s name', async () => {
    server['GET /api/home'] = () => json({ ok: false, code: 'csrf_failed', message: 'Reload' }, 403);
    server['GET /api/session'] = () => json(sessionOf(beth, 'hers'));
    await expect(api.get('/api/home')).rejects.toMatchObject({ code: 'signed_out' });
    expect(session.taken).toBe(true);
  });

  it('goes, with all that it holds, when somebody else signs in on it', async () => {
    server['GET /api/session'] = () => json(sessionOf(null, 'visitor'));
    sessionExpired();
    await comesIn(dina);
    expect(session.leaving).toBe(false);
    sessionExpired();
    await comesIn(beth);
    expect([session.leaving, session.expired, session.person?.name]).toEqual([true, true, 'Dina Farouk']);
  });
});

describe('answers that overtake each other', () => {
  const beth = { ...dina, id: 8, name: 'Beth Langley' };
  /** Each time it is asked who is signed in, that waits to be answered. */
  const held = () => {
    const waiting: ((answer: Session) => void)[] = [];
    server['GET /api/session'] = () => new Promise<Response>((done) => waiting.push((answer) => done(json(answer))));
    return waiting;
  };

  it('only the last look counts', async () => {
    const waiting = held();
    const looks = [lookAgain(), lookAgain()];
    waiting[1]?.(sessionOf(beth, 'hers'));
    await looks[1];
    waiting[0]?.(sessionOf(dina, 'old'));
    await looks[0];
    expect([session.expired, session.taken, session.current?.csrf_token]).toEqual([true, true, 'hers']);
  });

  it('a look from before signing in does not cover the page again', async () => {
    const waiting = held();
    const look = lookAgain();
    server['POST /api/session'] = () => json(sessionOf(dina, 'fresh'));
    await signIn(dina.email, 'a long password');
    waiting[0]?.(sessionOf(null, 'visitor'));
    await look;
    expect([session.expired, session.current?.csrf_token]).toEqual([false, 'fresh']);
  });

  it('nor one from before signing out the sign-in page', async () => {
    const waiting = held();
    const look = lookAgain();
    server['DELETE /api/session'] = () => json({ ok: true });
    server['GET /api/session'] = () => json(sessionOf(null, 'visitor'));
    await signOut();
    waiting[0]?.(sessionOf(dina, 'old'));
    await look;
    expect([session.signedIn, session.expired, session.current?.csrf_token]).toEqual([false, false, 'visitor']);
  });

  it('two that need a fresh token both go on with it', async () => {
    const waiting = held();
    const refusedOnce = () => {
      let refused = false;
      return () => {
        const answer = refused ? json({ ok: true }) : json({ ok: false, code: 'csrf_failed', message: 'Reload' }, 403);
        refused = true;
        return answer;
      };
    };
    server['PUT /api/a'] = refusedOnce();
    server['PUT /api/b'] = refusedOnce();
    const both = Promise.all([api.put('/api/a', {}), api.put('/api/b', {})]);
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    for (const answer of waiting) answer(sessionOf(dina, 'fresh'));
    expect(await both).toEqual([{ ok: true }, { ok: true }]);
  });
});

describe('the language', () => {
  it('of a covered page is changed for this page, not for whoever is signed in', async () => {
    const beth = { ...dina, id: 8, name: 'Beth Langley' };
    const kept = vi.fn(() => json({ ok: true }));
    server['PUT /api/session/language'] = kept;
    server['GET /api/session'] = () => json(sessionOf(beth, 'hers'));
    await lookAgain();
    await chooseLanguage('cy');
    expect(language()).toBe('cy');
    expect(kept).not.toHaveBeenCalled();
  });

  it('goes on as it was chosen at the door, once', async () => {
    server['GET /api/session'] = () => json(sessionOf(null, 'visitor'));
    server['DELETE /api/session'] = () => json({ ok: true });
    await signOut();
    const kept = vi.fn(() => json({ ok: true }));
    server['PUT /api/session/language'] = kept;
    server['POST /api/session'] = () => json(sessionOf(dina));
    await chooseLanguage('cy');
    await signIn(dina.email, 'a passphrase');
    await vi.waitFor(() => expect(kept).toHaveBeenCalledTimes(2));
    expect(language()).toBe('cy');
    await vi.waitFor(() => expect(session.person?.language).toBe('cy'));
    await signOut();
    await signIn(dina.email, 'a passphrase');
    expect(language()).toBe('en');
    expect(kept).toHaveBeenCalledTimes(2);
  });

  it('is not gone on in by whoever was signed in already', async () => {
    server['GET /api/session'] = () => json(sessionOf(null, 'visitor'));
    server['DELETE /api/session'] = () => json({ ok: true });
    await signOut();
    const kept = vi.fn(() => json({ ok: true }));
    server['PUT /api/session/language'] = kept;
    await chooseLanguage('cy');
    server['GET /api/session'] = () => json(sessionOf(dina));
    await loadSession();
    expect(language()).toBe('en');
    sessionExpired();
    server['POST /api/session'] = () => json(sessionOf(dina));
    await signIn(dina.email, 'a passphrase');
    expect(kept).toHaveBeenCalledTimes(1);
  });

  it('is the person’s own', async () => {
    server['GET /api/session'] = () => json(sessionOf({ ...dina, language: 'cy' }));
    await loadSession();
    expect(language()).toBe('cy');
    expect(document.documentElement.lang).toBe('cy');
  });

  it('goes back when it could not be kept', async () => {
    await expect(chooseLanguage('cy')).rejects.toMatchObject({ code: 'offline' });
    expect(language()).toBe('en');
  });
});

describe('a passkey that the browser fills in', () => {
  const sent: (AbortSignal | null | undefined)[] = [];
  const asking = async () => {
    vi.stubGlobal('PublicKeyCredential', { isConditionalMediationAvailable: async () => true });
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      init.signal?.throwIfAborted(); // as a browser does, before anything is sent
      sent.push(init.signal);
      return new Promise((_answered, ended) => init.signal?.addEventListener('abort', () => ended(new DOMException('', 'AbortError'))));
    });
    const filling = new AbortController();
    return { filling, filled: signInWithFilledIn(filling.signal) };
  };

  beforeEach(() => {
    sent.length = 0;
  });

  it('asks the server nothing once it was ended', async () => {
    const { filling, filled } = await asking();
    filling.abort();
    expect(await filled).toBeNull();
    expect(sent).toHaveLength(0);
  });

  it('ends what it asks the server, whose challenge would take the place of another', async () => {
    const { filling, filled } = await asking();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    filling.abort();
    expect(await filled).toBeNull();
  });
});
