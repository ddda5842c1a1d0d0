/** How every page shows what it asks of the server. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { inEach, setLanguage } from '../i18n';
import { announced, hush } from './announce.svelte';
import { Loaded } from './loaded.svelte';
import WhenLoaded from './WhenLoaded.svelte';

const broken = (words = 'It broke.') => new ApiError(500, 'broken', inEach(() => ({ message: words, fields: {} })));

/** What is asked waits until it is answered, in whatever order. */
class Server {
  private waiting: [(answer: string) => void, (refusal: unknown) => void][] = [];

  ask = () => new Promise<string>((answer, refuse) => this.waiting.push([answer, refuse]));

  async answers(which: number, answer: string | ApiError) {
    const [take, refuse] = this.waiting[which]!;
    if (answer instanceof ApiError) refuse(answer);
    else take(answer);
    await settled();
  }
}

async function settled() {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  await tick();
}

let server: Server;
let page: Loaded<string>;

beforeEach(() => {
  setLanguage('en');
  server = new Server();
  page = new Loaded(server.ask);
});

describe('What is loaded', () => {
  it('is what was answered to the last question, whichever answer comes last', async () => {
    const before = page.load();
    const after = page.load();
    await server.answers(1, 'after');
    await server.answers(0, 'before');
    await Promise.all([before, after]);
    expect(page.now).toBe('after');
    void page.load();
    void page.load();
    await server.answers(2, broken());
    expect([page.now, page.error]).toEqual(['after', null]);
    await server.answers(3, 'newest');
    expect(page.now).toBe('newest');
  });

  it('fills a form only with the answer that counts', async () => {
    const filled: string[] = [];
    page = new Loaded(server.ask, (answer) => filled.push(answer));
    void page.load();
    void page.load();
    await server.answers(1, 'after');
    await server.answers(0, 'before');
    void page.load();
    page.now = 'changed here';
    await server.answers(2, 'as it was');
    expect(filled).toEqual(['after']);
  });

  it('is not undone by an answer from before what somebody did', async () => {
    void page.load();
    page.now = 'changed here';
    await server.answers(0, 'as it was');
    expect(page.now).toBe('changed here');
  });

  it('stays when it cannot be loaded again, and so does the word of that until it can', async () => {
    void page.load();
    await server.answers(0, 'first');
    void page.load();
    await server.answers(1, broken());
    expect([page.now, page.error?.message]).toEqual(['first', 'It broke.']);
    void page.load();
    expect(page.error?.message).toBe('It broke.');
    await server.answers(2, 'second');
    expect([page.now, page.error]).toEqual(['second', null]);
  });
});

describe('On the page', () => {
  const children = createRawSnippet((text: () => string) => ({
    render: () => `<p id="content"></p>`,
    setup: (element) => {
      element.textContent = text();
    },
  }));

  function shown({ part = false, headed = true } = {}) {
    document.body.innerHTML = `<main tabindex="-1">${headed ? '<h1 tabindex="-1">Agencies</h1>' : ''}<div id="here"></div></main>`;
    render(WhenLoaded<string>, { target: document.getElementById('here')!, props: { of: page, part, page: !headed, children } });
    void page.load();
  }
  const again = () => screen.getByRole('button', { name: 'Try again' });

  beforeEach(() => {
    vi.useFakeTimers();
    hush();
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    document.body.innerHTML = '';
  });

  it('says that it is loading, once it takes long, and then is there', async () => {
    shown();
    await tick();
    expect(screen.getByRole('status').textContent).toBe('');
    await vi.advanceTimersByTimeAsync(400);
    expect(screen.getByRole('status').textContent).toBe('Loading');
    await server.answers(0, 'Police');
    expect(screen.queryByRole('status')).toBeNull();
    expect(screen.getByText('Police')).toBeTruthy();
  });

  it('as a part of a page says nothing while it is loading, and what went wrong', async () => {
    shown({ part: true });
    await tick();
    expect(screen.queryByRole('status')).toBeNull();
    await server.answers(0, broken());
    expect(screen.getByRole('alert').textContent).toContain('It broke.');
  });

  it('keeps the focus on what is pressed again, and then leads to the heading', async () => {
    shown();
    await server.answers(0, broken());
    again().focus();
    await fireEvent.click(again());
    await server.answers(1, broken());
    await vi.advanceTimersByTimeAsync(200);
    expect(document.activeElement).toBe(again());
    expect(announced.text).toBe('It broke.');
    await fireEvent.click(again());
    await fireEvent.click(again());
    await server.answers(2, 'Police');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });

  it('has one h1, also where it is all that the page is', async () => {
    shown({ headed: false });
    await server.answers(0, broken());
    expect(screen.getAllByRole('heading').map((each) => each.tagName)).toEqual(['H1']);
    void page.load();
    await server.answers(1, 'Police');
    void page.load();
    await server.answers(2, broken());
    expect(screen.getByText('Police')).toBeTruthy();
    expect(screen.getAllByRole('heading').map((each) => each.tagName)).toEqual(['H2']);
  });
});
