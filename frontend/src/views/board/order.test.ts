// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { SteadyOrder } from './order';

const key = (each: string) => each;

describe('SteadyOrder', () => {
  it('keeps what was shown where it was and puts what is new last', () => {
    const order = new SteadyOrder();
    expect(order.arrange(['b', 'c'], key)).toEqual(['b', 'c']);
    expect(order.arrange(['a', 'b', 'c'], key)).toEqual(['b', 'c', 'a']);
    expect(order.arrange(['a', 'c', 'd'], key)).toEqual(['c', 'a', 'd']);
    expect(order.arrange(['a', 'b', 'c', 'd'], key)).toEqual(['b', 'c', 'a', 'd']);
  });
});
