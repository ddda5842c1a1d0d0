// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { afterNumber, dayAfter } from './mutation';

describe('a noun after a number in Welsh', () => {
  it.each([
    [1, '{n} diwrnod gwaith', '{n} diwrnod gwaith'],
    [2, '{n} diwrnod gwaith yn hwyr', '{n} ddiwrnod gwaith yn hwyr'],
    [2, 'derbyn {n} penderfyniad', 'derbyn {n} benderfyniad'],
    [3, 'derbyn {n} penderfyniad', 'derbyn {n} phenderfyniad'],
    [6, 'Gall {n} copi', 'Gall {n} chopi'],
    [2, 'Gall {n} copi', 'Gall {n} gopi'],
    [2, '{n} munud ar ôl', '{n} funud ar ôl'],
    [2, '{n} mun. ar ôl', '{n} mun. ar ôl'],
    [2, 'Dangosir {n} llinell', 'Dangosir {n} linell'],
    [2, '(dechreuwyd eto {n} gwaith)', '(dechreuwyd eto {n} waith)'],
    [2, 'Mae {n} asiantaeth', 'Mae {n} asiantaeth'],
    [2, '{n} heb eu cadw', '{n} heb eu cadw'],
    [4, '{n} diwrnod', '{n} diwrnod'],
  ])('%i: %s', (n, text, told) => {
    expect(afterNumber(text, n)).toBe(told);
  });
});

describe('a date after a word in Welsh', () => {
  it.each([
    ['Cynhaliwyd y cyfarfod diwethaf ar ', 'Llun 28 Medi 2026', 'ddydd Llun 28 Medi 2026'],
    ['O ', 'Mercher 30 Medi 2026, 10:00', 'ddydd Mercher 30 Medi 2026, 10:00'],
    ['Cofnodwyd ', 'Gwener 23 Hyd 2026', 'ddydd Gwener 23 Hyd 2026'],
    ['caeodd yr hynaf ', 'Mercher 18 Tach', 'ddydd Mercher 18 Tach'],
    ['Caewyd: ', 'Iau 19 Tach 2026', 'Iau 19 Tach 2026'],
    ['I fod erbyn ', 'Gwener 2 Hyd 2026', 'Gwener 2 Hyd 2026'],
    ['tan ', '13:52', '13:52'],
    ['Gofynnwyd gan ', 'Mawrth Owen', 'Mawrth Owen'],
    ['', 'Llun 28 Medi 2026', 'Llun 28 Medi 2026'],
  ])('%s%s', (before, value, told) => {
    expect(dayAfter(before, value)).toBe(told);
  });
});
