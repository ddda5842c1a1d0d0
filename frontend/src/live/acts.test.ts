// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import { type ActAnswer, type ActBody, ActQueue } from './acts';
import { newActId } from './ids';
import { HeldClock, settled } from './testing';

interface Sent {
  body: ActBody;
  answer: (answer: ActAnswer) => void;
  fail: () => void;
}

function queue() {
  const sent: Sent[] = [];
  const unsent: number[] = [];
  const clock = new HeldClock();
  const acts: ActQueue = new ActQueue(
    (body) =>
      new Promise((answer, reject) => {
        sent.push({ body, answer, fail: () => reject(new Error('gone')) });
      }),
    () => unsent.push(acts.unsent),
    clock,
  );
  return { acts, sent, unsent, clock };
}

const done: ActAnswer = { ok: true, entries: [] };

describe('ActQueue', () => {
  it('keeps one act under way and sends the next after the answer', async () => {
    const { acts, sent } = queue();
    acts.open();
    const first = acts.perform('add_reflection', { text: 'one' });
    void acts.perform('add_reflection', { text: 'two' });
    await settled();
    expect(sent).toHaveLength(1);
    sent[0]?.answer(done);
    expect(await first).toEqual(done);
    await settled();
    expect(sent[1]?.body.data).toEqual({ text: 'two' });
  });

  it('keeps what is done while there is no connection, and sends it once there is', async () => {
    const { acts, sent, unsent } = queue();
    const answer = acts.perform('set_stage', { stage: 'drift' });
    await settled();
    expect(sent).toHaveLength(0);
    expect(acts.unsent).toBe(1);
    acts.open();
    await settled();
    sent[0]?.answer(done);
    await answer;
    expect(unsent).toEqual([1, 0]);
  });

  it('sends an act again under the same id when the connection broke before the answer', async () => {
    const { acts, sent } = queue();
    acts.open();
    const answer = acts.perform('add_reflection', { text: 'one' });
    await settled();
    acts.shut();
    sent[0]?.fail();
    await settled();
    expect(sent).toHaveLength(1);
    acts.open();
    await settled();
    expect(sent).toHaveLength(2);
    expect(sent[1]?.body).toEqual(sent[0]?.body);
    sent[1]?.answer(done);
    expect(await answer).toEqual(done);
  });

  it('tries again after a while when no answer came or the server was busy', async () => {
    const { acts, sent, clock } = queue();
    acts.open();
    const answer = acts.perform('add_reflection', { text: 'one' });
    await settled();
    sent[0]?.fail();
    await clock.pass(1000);
    sent[1]?.answer({ ok: false, code: 'unavailable', message: 'Wait.' });
    await clock.pass(1000);
    expect(new Set(sent.map((each) => each.body.act_id)).size).toBe(1);
    sent[2]?.answer(done);
    expect(await answer).toEqual(done);
  });

  it('waits as long as it is told when it was too fast, then sends the same again before anything else', async () => {
    const { acts, sent, clock } = queue();
    acts.open();
    const answer = acts.perform('add_reflection', { text: 'one' });
    await settled();
    sent[0]?.answer({ ok: false, code: 'too_fast', message: 'Wait.', retry_after: 2.5 });
    await settled();
    void acts.perform('add_reflection', { text: 'two' });
    await clock.pass(2400);
    expect(sent).toHaveLength(1);
    expect(acts.unsent).toBe(2);
    await clock.pass(200);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.body).toEqual(sent[0]?.body);
    sent[1]?.answer(done);
    expect(await answer).toEqual(done);
    await settled();
    expect(sent[2]?.body.data).toEqual({ text: 'two' });
  });

  it('knows that the service cannot save until the next answer, also while the connection is away', async () => {
    const { acts, sent, clock } = queue();
    acts.open();
    void acts.perform('add_reflection', { text: 'one' });
    await settled();
    sent[0]?.answer({ ok: false, code: 'unavailable', message: 'Wait.' });
    await settled();
    expect(acts.cannotSave).toBe(true);
    acts.shut();
    await clock.pass(5000);
    expect([acts.cannotSave, acts.unsent, sent.length]).toEqual([true, 1, 1]);
    acts.open();
    await settled();
    expect(sent[1]?.body).toEqual(sent[0]?.body);
    sent[1]?.answer(done);
    await settled();
    expect([acts.cannotSave, acts.unsent]).toEqual([false, 0]);
  });

  it('keeps to the newest answer on when to send again, also over another connection', async () => {
    const { acts, sent, clock } = queue();
    acts.open();
    void acts.perform('add_reflection', { text: 'one' });
    await settled();
    sent[0]?.answer({ ok: false, code: 'too_fast', message: 'Wait.', retry_after: 2 });
    await settled();
    acts.shut();
    acts.open();
    await settled();
    sent[1]?.answer({ ok: false, code: 'too_fast', message: 'Wait.', retry_after: 10 });
    await clock.pass(9000);
    expect(sent).toHaveLength(2);
    await clock.pass(1000);
    expect(sent).toHaveLength(3);
  });

  it('sends what was said when it was said, whatever becomes of the form', async () => {
    const { acts, sent } = queue();
    const form = { text: 'one', with: ['child'] };
    void acts.perform('add_reflection', form);
    form.text = 'another';
    form.with.push('mother');
    acts.open();
    await settled();
    expect(sent[0]?.body.data).toEqual({ text: 'one', with: ['child'] });
  });

  it('answers a refusal and goes on', async () => {
    const { acts, sent } = queue();
    acts.open();
    const answer = acts.perform('agree_decision', { of: 1 });
    void acts.perform('add_reflection', { text: 'two' });
    await settled();
    sent[0]?.answer({ ok: false, code: 'not_smart', message: 'Say how.' });
    expect(await answer).toMatchObject({ ok: false, code: 'not_smart' });
    await settled();
    expect(sent).toHaveLength(2);
  });

  it('keeps the act when somebody must sign in first', async () => {
    const { acts, sent } = queue();
    acts.open();
    void acts.perform('add_reflection', { text: 'one' });
    await settled();
    sent[0]?.answer({ ok: false, code: 'signed_out', message: 'Sign in.' });
    await settled();
    expect(acts.unsent).toBe(1);
    void acts.perform('add_reflection', { text: 'two' });
    await settled();
    expect(sent).toHaveLength(1); // nothing is sent until they have
    acts.open();
    await settled();
    expect(sent[1]?.body.act_id).toBe(sent[0]?.body.act_id);
  });
});

describe('newActId', () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it('makes a UUID, also where the page is not secure', () => {
    expect(newActId()).toMatch(shape);
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    expect(newActId()).toMatch(shape);
    vi.unstubAllGlobals();
  });
});
