// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { SAVING_SHOWN_MS, SavingSign } from './saving';
import { HeldClock } from './testing';

function sign() {
  const words: string[] = [];
  const clock = new HeldClock();
  return { words, clock, sign: new SavingSign((word) => words.push(`${word.kind} ${word.unsent}`), clock) };
}

describe('SavingSign', () => {
  it('never says saved while something is unsent', () => {
    const { words, sign: shown } = sign();
    shown.update('live', 0);
    shown.update('live', 1);
    expect(words).toEqual(['saved 0', 'saving 1']);
  });

  it('does not flash: a quick answer leaves Saving long enough to be read', async () => {
    const { words, clock, sign: shown } = sign();
    shown.update('live', 0);
    shown.update('live', 1);
    await clock.pass(40);
    shown.update('live', 0);
    expect(words.at(-1)).toBe('saving 1');
    await clock.pass(SAVING_SHOWN_MS);
    expect(words).toEqual(['saved 0', 'saving 1', 'saved 0']);
  });

  it('stays steady through one act after another', async () => {
    const { words, clock, sign: shown } = sign();
    shown.update('live', 1);
    await clock.pass(40);
    shown.update('live', 0);
    await clock.pass(100);
    shown.update('live', 1);
    await clock.pass(900);
    expect(words).toEqual(['saving 1']);
    shown.update('live', 0);
    expect(words).toEqual(['saving 1', 'saved 0']);
  });

  it('says saved as soon as Saving was read, however many acts that was of', async () => {
    const { words, clock, sign: shown } = sign();
    shown.update('live', 1);
    await clock.pass(400);
    shown.update('live', 2);
    await clock.pass(200);
    shown.update('live', 0);
    expect(words).toEqual(['saving 1', 'saving 2', 'saved 0']);
  });

  it('never says saved after all when the connection is lost, or was not there yet', async () => {
    const { words, clock, sign: shown } = sign();
    shown.update('connecting', 0);
    expect(words).toEqual([]);
    shown.update('live', 1);
    await clock.pass(40);
    shown.update('live', 0);
    shown.update('reconnecting', 0);
    await clock.pass(5000);
    expect(words).toEqual(['saving 1', 'reconnecting 0']);
  });

  it('says at once that the connection is lost, and how much is kept', () => {
    const { words, sign: shown } = sign();
    shown.update('live', 0);
    shown.update('reconnecting', 0);
    shown.update('reconnecting', 1);
    shown.update('live', 1);
    expect(words).toEqual(['saved 0', 'reconnecting 0', 'reconnecting 1', 'saving 1']);
  });

  it('says that the service cannot save for as long as something is unsent for that reason', () => {
    const { words, sign: shown } = sign();
    shown.update('live', 1, true);
    shown.update('reconnecting', 1, true);
    shown.update('reconnecting', 2, true);
    shown.update('live', 2, false);
    shown.update('ended', 2, true);
    expect(words).toEqual(['cannot_save 1', 'cannot_save 2', 'saving 2', 'ended 2']);
  });

  it('says that nothing can be saved before anybody tries', () => {
    const { words, sign: shown } = sign();
    shown.update('live', 0, true);
    shown.update('reconnecting', 0, true);
    shown.update('live', 0, false);
    expect(words).toEqual(['cannot_save 0', 'reconnecting 0', 'saved 0']);
  });
});
