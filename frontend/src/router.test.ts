import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
