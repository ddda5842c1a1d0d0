let said = $state('');
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Say something politely to people who use a screen reader. Several at once are read as one. */
export function announce(text: string): void {
  waiting.push(text);
  // Emptied first, so that the same words said twice are read twice.
  said = '';
  clearTimeout(timer);
  timer = setTimeout(() => {
    said = waiting.join(' ');
    waiting = [];
  }, 150);
}

/** What was said last is no longer there to be read. */
export function hush(): void {
  clearTimeout(timer);
  waiting = [];
  said = '';
}

export const announced = {
  get text(): string {
    return said;
  },
};
