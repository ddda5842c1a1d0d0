import { afterEach, expect, it } from 'vitest';
import { focusNear } from './focus';

afterEach(() => (document.body.innerHTML = ''));

const HIDDEN = 'style="display: none"';

function focusedIn(card: string, area: string): string | undefined {
  document.body.innerHTML = `<div data-card>${card}</div><section>${area}</section>`;
  focusNear([...document.querySelectorAll('[data-card], section')]);
  return document.activeElement?.id;
}

it('leads to the first heading or button that is shown in the nearest place', () => {
  expect(focusedIn('<h3 id="card">Card</h3><button id="act">Act</button>', '<h2 id="area">Area</h2>')).toBe('card');
  expect(focusedIn(`<div ${HIDDEN}><h3 id="card">Card</h3></div><button id="act">Act</button>`, '<h2 id="area">Area</h2>')).toBe('act');
});

it('leads outwards where nothing of the nearest place is shown', () => {
  expect(focusedIn(`<h3 id="card" ${HIDDEN}>Card</h3>`, '<h2 id="area">Area</h2>')).toBe('area');
});
