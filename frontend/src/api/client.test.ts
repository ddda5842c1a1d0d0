// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, ApiError, asApiError, configureClient } from './client';

const hooks = {
  csrfToken: () => 'a-token',
  proveAgain: vi.fn(async () => false),
  freshToken: vi.fn(async () => true),
  signedOut: vi.fn(),
  waits: vi.fn((_path: string) => false),
  words: (key: string) => `words for ${key}`,
};

function answers(...given: (Response | Error)[]) {
  const fetching = vi.fn<typeof fetch>();
  for (const each of given) {
    if (each instanceof Error) fetching.mockRejectedValueOnce(each);
    else fetching.mockResolvedValueOnce(each);
  }
  vi.stubGlobal('fetch', fetching);
  return fetching;
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

async function caught(doing: Promise<unknown>): Promise<ApiError> {
  return doing.then(
    () => {
      throw new Error('was not refused');
    },
    (thrown: unknown) => thrown as ApiError,
  );
}

beforeEach(() => {
  hooks.freshToken.mockReset().mockResolvedValue(true);
  hooks.proveAgain.mockReset().mockResolvedValue(false);
  hooks.signedOut.mockReset();
  hooks.waits.mockReset().mockReturnValue(false);
  configureClient(hooks);
});

describe('requests', () => {
  it('says with everything whose page asks, but for who is signed in', async () => {
    const fetching = answers(json({ a: 1 }), json({}));
    expect(await api.get('/api/home')).toEqual({ a: 1 });
    await api.get('/api/session');
    expect(fetching.mock.calls[0]?.[1]?.headers).toMatchObject({ 'X-CSRF-Token': 'a-token' });
    expect(fetching.mock.calls[1]?.[1]?.headers).not.toHaveProperty('X-CSRF-Token');
  });

  it('says that nobody asked where the page looks by itself', async () => {
    const fetching = answers(json({}), json({}));
    await api.look('/api/home');
    await api.get('/api/home');
    expect(fetching.mock.calls.map(([, sent]) => 'Mas-Hub-Unattended' in (sent?.headers ?? {}))).toEqual([true, false]);
  });

  it('sends nothing while the page waits for its own person', async () => {
    hooks.waits.mockImplementation((path) => path !== '/api/session');
    const fetching = answers(json({}));
    expect(await caught(api.put('/api/x', {}))).toMatchObject({ code: 'signed_out', message: 'words for signed_out' });
    await api.post('/api/session', {});
    expect(fetching).toHaveBeenCalledOnce();
  });

  it('sends the token and the body as JSON with what changes something', async () => {
    const fetching = answers(json({ ok: true }));
    await api.put('/api/session/language', { language: 'cy' });
    const sent = fetching.mock.calls[0]?.[1];
    expect(sent?.headers).toMatchObject({ 'X-CSRF-Token': 'a-token', 'Content-Type': 'application/json' });
    expect(sent?.body).toBe('{"language":"cy"}');
  });
});

describe('asked who they are', () => {
  const unproved = () => json({ ok: false, code: 'prove_again', message: 'Is it you?' }, 403);

  it('sends the same once more when they have shown it', async () => {
    hooks.proveAgain.mockResolvedValue(true);
    const fetching = answers(unproved(), json({ ok: true }));
    expect(await api.put('/api/people/1', { roles: ['facilitator'] })).toEqual({ ok: true });
    expect(fetching.mock.calls.map(([, sent]) => sent?.body)).toEqual(Array(2).fill('{"roles":["facilitator"]}'));
  });

  it('says so when they would rather not', async () => {
    const fetching = answers(unproved());
    expect(await caught(api.put('/api/people/1', {}))).toMatchObject({ code: 'prove_again', message: 'Is it you?' });
    expect(fetching).toHaveBeenCalledTimes(1);
  });
});

describe('refusals', () => {
  it('says what the server says failed, and that it was not reached when a proxy answers for it', async () => {
    answers(json({ ok: false, code: 'export_failed', message: 'The disk is full' }, 503));
    expect(await caught(api.fileMade('/api/x', {}))).toMatchObject({ offline: false, message: 'The disk is full' });
    answers(new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(await caught(api.get('/api/x'))).toMatchObject({ offline: true });
  });

  it('keeps code, message, fields and the current view', async () => {
    answers(json({ ok: false, code: 'stale', message: 'Changed', fields: { due: 'Later' }, current: { id: 3 } }, 409));
    const error = await caught(api.post('/api/x'));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: 'stale', message: 'Changed', fields: { due: 'Later' } });
    expect(error.current).toEqual({ id: 3 });
  });

  it('says that nobody is signed in, but not for a wrong password', async () => {
    answers(json({ ok: false, code: 'signed_out', message: 'Sign in' }, 401));
    await caught(api.get('/api/home'));
    expect(hooks.signedOut).toHaveBeenCalledOnce();
    answers(json({ ok: false, code: 'wrong_sign_in', message: 'Wrong' }, 401));
    await caught(api.post('/api/session', {}));
    expect(hooks.signedOut).toHaveBeenCalledOnce();
  });

  it('makes a page of HTML an unexpected error with words', async () => {
    answers(new Response('<h1>Oops</h1>', { status: 500 }));
    expect(await caught(api.get('/api/home'))).toMatchObject({ code: 'unexpected', message: 'words for unexpected' });
  });

  it.each([new TypeError('network'), new Response('', { status: 502 })])('takes %s for being offline', async (given) => {
    answers(given);
    const error = await caught(api.get('/api/home'));
    expect(error.offline).toBe(true);
    expect(error.message).toBe('words for offline');
  });
});

describe('a refused token', () => {
  const refused = () => json({ ok: false, code: 'csrf_failed', message: 'Reload' }, 403);

  it('is fetched afresh and the request sent once more', async () => {
    const fetching = answers(refused(), json({ ok: true }));
    expect(await api.post('/api/x')).toEqual({ ok: true });
    expect(fetching).toHaveBeenCalledTimes(2);
  });

  it('is not sent again once the page waits for its own person, whose it was', async () => {
    hooks.freshToken.mockImplementation(async () => {
      hooks.waits.mockReturnValue(true);
      return true;
    });
    const fetching = answers(refused());
    expect((await caught(api.post('/api/x'))).code).toBe('signed_out');
    expect(fetching).toHaveBeenCalledOnce();
  });

  it('is refused once and for all when another person is signed in by now', async () => {
    hooks.freshToken.mockResolvedValue(false);
    const fetching = answers(refused());
    expect((await caught(api.post('/api/x'))).code).toBe('csrf_failed');
    expect(fetching).toHaveBeenCalledOnce();
  });
});

describe('asApiError', () => {
  it('gives anything thrown words', () => {
    expect(asApiError(new Error('odd')).message).toBe('words for unexpected');
    const own = new ApiError(404, 'not_found', 'No');
    expect(asApiError(own)).toBe(own);
  });
});
