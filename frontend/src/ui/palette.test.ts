// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { AGENCY_COLOURS, agencyColour } from './palette';

type Triple = [number, number, number];

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** CIE L*a*b*, in which distance is about what an eye calls difference. */
function lab([r, g, b]: Triple): Triple {
  const f = (v: number) => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(luminance([r, g, b]));
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Machado, Oliveira and Fernandes 2009, at full severity. */
const EYES: Record<string, [Triple, Triple, Triple]> = {
  'most people': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'people without green (deuteranopia)': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'people without red (protanopia)': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

function seenBy(eye: [Triple, Triple, Triple], colour: Triple): Triple {
  return eye.map((row) => Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])) as Triple;
}

describe('the agency colours', () => {
  it('are twelve, and different', () => {
    expect(new Set(AGENCY_COLOURS).size).toBe(12);
  });

  it.each(AGENCY_COLOURS)('%s carries white text', (hex) => {
    expect(1.05 / (luminance(linear(hex)) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.keys(EYES))('stay apart for %s', (eye) => {
    const seen = AGENCY_COLOURS.map((hex) => lab(seenBy(EYES[eye] as [Triple, Triple, Triple], linear(hex))));
    const apart = seen.flatMap((a, i) => seen.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])));
    expect(Math.min(...apart)).toBeGreaterThan(11);
  });

  it('are given by number, grey without one', () => {
    expect(agencyColour(1)).toBe('#00703c');
    expect(agencyColour(13)).toBe(agencyColour(1));
    expect(agencyColour(null)).toBe('#505a5f');
  });
});
