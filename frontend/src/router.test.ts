import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { beforeLeaving, navigate, router, startRouter, takeFocusWanted } from './router.svelte';
import { matchRoute } from './routes';

describe('addresses', () => {
  it.each([
    ['/', { name: 'home' }],
    ['/sign-in', { name: 'sign-in' }],
    ['/sign-in/', { name: 'sign-in' }],
    ['/meetings/new', { name: 'new-meeting' }],
    ['/meetings/42', { name: 'meeting', meetingId: 42 }],
    ['/meetings/42/plan', { name: 'plan', meetingId: 42 }],
    ['/admin/people', { name: 'people' }],
    ['/verify', { name: 'verify' }],
    ['/admin/agencies', { name: 'agencies' }],
    ['/meetings/x', { name: 'not-found' }],
    ['/meetings/42/plan/more', { name: 'not-found' }],
  ])('%s', (path, route) => {
    expect(matchRoute(path)).toEqual(route);
  });
});

describe('following links', () => {
  let stop: () => void;
  beforeAll(() => {
    stop = startRouter();
  });
  afterAll(() => stop());
  beforeEach(() => {
    navigate('/');
    takeFocusWanted();
  });

  function click(html: string, init: MouseEventInit = {}): boolean {
    document.body.innerHTML = html;
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, button: 0, ...init });
    let taken = false;
    // The last to hear of it: notes whether the router took it, and keeps the test's window where it is.
    const last = (heard: Event) => {
      taken = heard.defaultPrevented;
      heard.preventDefault();
    };
    addEventListener('click', last, { once: true });
    document.querySelector('a')?.dispatchEvent(event);
    return taken;
  }

  it('takes its own without loading the page, and wants the focus on the heading once', () => {
    expect(click('<a href="/meetings/7"><b>In</b></a>')).toBe(true);
    expect(router.route).toEqual({ name: 'meeting', meetingId: 7 });
    expect(takeFocusWanted()).toBe(true);
    expect(takeFocusWanted()).toBe(false);
  });

  it.each([
    '<a href="/api/meetings/7/exports/pdf">PDF</a>',
    '<a href="/meetings/7" download>x</a>',
    '<a href="/meetings/7" target="_blank">x</a>',
    '<a href="#main">x</a>',
    '<a href="https://elsewhere.example/">x</a>',
  ])('leaves %s to the browser', (html) => {
    expect(click(html)).toBe(false);
    expect(router.path).toBe('/');
  });

  it('leaves a click with a key held to the browser', () => {
    expect(click('<a href="/meetings/7">x</a>', { ctrlKey: true })).toBe(false);
  });

  it('stays while something holds it back', () => {
    const release = beforeLeaving(() => false);
    navigate('/meetings/9');
    expect(router.path).toBe('/');
    release();
    navigate('/meetings/9');
    expect(router.path).toBe('/meetings/9');
  });
});

describe('going back', () => {
  let stop: () => void;
  let grow: () => void;
  let height = 0;
  let y = 0;
  beforeAll(() => {
    stop = startRouter();
  });
  afterAll(() => stop());
  beforeEach(() => {
    height = y = 0;
    vi.stubGlobal('scrollTo', (_: number, to: number) => (y = Math.min(to, height)));
    vi.spyOn(window, 'scrollY', 'get').mockImplementation(() => y);
    vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockImplementation(() => height + innerHeight);
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(grown: () => void) {
          grow = grown;
        }
        observe = () => {};
        disconnect = () => (grow = () => {});
      },
    );
    navigate('/overview');
    y = 900;
    navigate('/meetings/9');
    y = 120;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  /** As the browser does it: the address first. */
  function goTo(address: string, place: number) {
    history.replaceState({ place }, '', address);
    dispatchEvent(new PopStateEvent('popstate', { state: { place } }));
  }
  const here = () => (history.state as { place: number }).place;

  it('comes to where the page was scrolled, once there is enough of it, and forward again too', () => {
    const last = here();
    expect(y).toBe(120);
    goTo('/overview', last - 1);
    expect([router.path, y]).toEqual(['/overview', 0]);
    height = 400;
    grow();
    expect(y).toBe(0);
    height = 1000;
    grow();
    expect(y).toBe(900);
    height = 2000;
    grow();
    expect(y).toBe(900);
    goTo('/meetings/9', last);
    grow();
    expect(y).toBe(120);
  });

  it('comes as far as a slightly shorter page goes, and on if that grows', () => {
    goTo('/overview', here() - 1);
    height = 850;
    grow();
    expect(y).toBe(850);
    height = 2000;
    grow();
    expect(y).toBe(900);
  });

  it('comes to the very end, though where it was is a fraction more than the page says it has', () => {
    y = 120.4;
    const last = here();
    goTo('/overview', last - 1);
    goTo('/meetings/9', last);
    height = 120;
    grow();
    expect(y).toBe(120);
    y = 60;
    height = 2000;
    grow();
    expect(y).toBe(60);
  });

  it('leaves it to who scrolls themselves meanwhile', () => {
    goTo('/overview', here() - 1);
    dispatchEvent(new Event('wheel'));
    height = 1000;
    grow();
    expect(y).toBe(0);
  });

  it('stays where something may not be left, and its address comes back', () => {
    const last = here();
    const go = vi.spyOn(history, 'go').mockImplementation(() => {});
    const release = beforeLeaving(() => false);
    goTo('/overview', last - 1);
    expect([router.path, go.mock.calls]).toEqual(['/meetings/9', [[1]]]);
    goTo('/meetings/9', last);
    expect(router.path).toBe('/meetings/9');
    release();
    goTo('/overview', last - 1);
    expect([router.path, go.mock.calls.length]).toEqual(['/overview', 1]);
  });
});
