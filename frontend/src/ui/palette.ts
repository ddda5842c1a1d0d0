/**
 * Colours an agency can have, by its `colour` number. White text on each has a contrast of at least 4.5:1, and any two
 * stay apart for people who do not see red or green; palette.test.ts holds both. Always shown with the agency's code.
 */
export const AGENCY_COLOURS = [
  '#1d70b8',
  '#00703c',
  '#4c2c92',
  '#b1471d',
  '#23696c',
  '#5a3d00',
  '#cc1f75',
  '#0b1f4c',
  '#4c0026',
  '#0000cc',
  '#1d3308',
  '#800073',
] as const;

export function agencyColour(colour: number | null): string {
  const count = AGENCY_COLOURS.length;
  return colour === null ? '#505a5f' : (AGENCY_COLOURS[((colour % count) + count) % count] ?? '#505a5f');
}
