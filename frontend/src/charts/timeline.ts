/** Where the drift timeline puts things. Pure, in pixels. */

export interface TimelineMilestone {
  key: string;
  name: string;
  date: string;
}

export type RowTone = 'late' | 'waiting' | 'in_time' | 'due' | 'unknown';

/** Something that was or is expected: a drift concern, or a statutory time limit. */
export interface TimelineConcern {
  id: number | string;
  name: string;
  /** How late, in words. */
  words: string;
  tone: RowTone;
  counted_from: string;
  due: string | null;
  held: string | null;
  booked?: string | null;
  /** Who raised a concern about it. */
  pins?: readonly string[];
}

interface LaneEvent {
  key: string;
  label: string;
  from: string;
  until: string | null;
}

/** One agency's events, in its colour. */
export interface LaneData {
  key: string;
  name: string;
  colour: number;
  events: readonly LaneEvent[];
}

export interface TimelineData {
  width: number;
  milestones: readonly TimelineMilestone[];
  concerns: readonly TimelineConcern[];
  lanes?: readonly LaneData[];
  /** The day up to which time is counted. */
  day: string;
  monthName: (date: string) => string;
  /** How wide a text is drawn. */
  measure: (text: string, bold?: boolean) => number;
}

interface Mark {
  key: string;
  x: number;
  y: number;
  label: string;
  labelX: number;
  anchor: 'start' | 'end';
}

export interface Row {
  concern: TimelineConcern;
  /** The name, and the words that say how late: behind it, or beneath it where there is no room. */
  lines: { text: string; x: number; y: number; words: boolean }[];
  trackY: number;
  height: number;
  from: number;
  due: number | null;
  held: number | null;
  booked: number | null;
  pin: { x: number; y: number; text: string } | null;
  /** What is drawn as lost time. */
  bar: { x: number; width: number } | null;
}

export interface Lane {
  key: string;
  name: string;
  colour: number;
  y: number;
  height: number;
  events: { key: string; x: number; width: number; y: number; label: string; labelX: number; anchor: 'start' | 'end' }[];
}

interface Timeline {
  height: number;
  axisY: number;
  dayX: number;
  marks: Mark[];
  rows: Row[];
  lanes: Lane[];
  months: { key: string; x: number; label: string }[];
}

const TOP = 22;
const LANE = 22;
const EDGE = 8;
const LINE = 15;
const DAY_MS = 86_400_000;

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function monthStart(day: number): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS;
}

function nextMonth(day: number): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY_MS;
}

export function layOut({ width, milestones, concerns, lanes = [], day, monthName, measure }: TimelineData): Timeline {
  const dates = [day, ...milestones.map((each) => each.date)];
  for (const { counted_from, due, held, booked } of concerns) {
    dates.push(counted_from, ...[due, held, booked].filter((date) => typeof date === 'string'));
  }
  for (const { from, until } of lanes.flatMap((lane) => lane.events)) dates.push(from, until ?? from);
  const days = dates.map(dayNumber);
  const first = monthStart(Math.min(...days));
  const last = Math.max(Math.max(...days), first + 27);
  const scale = (width - 2 * EDGE) / (last - first);
  const x = (date: string): number => EDGE + (dayNumber(date) - first) * scale;

  const { marks, lanes: deep } = placeMarks(milestones, x, width, measure);
  const rowsFrom = TOP + deep * LANE + 4;
  const rows: Row[] = [];
  let top = rowsFrom;
  for (const concern of concerns) {
    const next = row(concern, top, x, day, width, measure);
    rows.push(next);
    top += next.height;
  }
  const placed: Lane[] = [];
  for (const lane of lanes) {
    const next = placeLane(lane, top + 4, x, width, measure);
    placed.push(next);
    top = next.y + next.height;
  }
  const axisY = top + 6;
  return { height: axisY + 22, axisY, dayX: x(day), marks, rows, lanes: placed, months: monthTicks(first, last, scale, monthName, measure) };
}

/** A lane's name, and beneath it its events, each with its words beside it, in the first line in which it touches no other. */
function placeLane(
  { key, name, colour, events }: LaneData,
  y: number,
  x: (date: string) => number,
  width: number,
  measure: TimelineData['measure'],
): Lane {
  const taken: number[] = [];
  const placed = [...events]
    .sort((one, other) => one.from.localeCompare(other.from) || one.key.localeCompare(other.key))
    .map((event) => {
      const at = x(event.from);
      const to = Math.max(at, event.until === null ? at : x(event.until));
      const label = fitted(event.label, Math.max(width - to - 11, at - 11) - 2, measure);
      const long = measure(label) + 2;
      const anchor = to + 11 + long > width && at - 11 - long >= 0 ? ('end' as const) : ('start' as const);
      const labelX = anchor === 'start' ? Math.min(to + 10, Math.max(EDGE, width - long)) : at - 10;
      const begins = anchor === 'start' ? Math.min(at - 7, labelX) : labelX - long;
      const ends = anchor === 'start' ? labelX + long : to + 7;
      let line = taken.findIndex((end) => end + 6 <= begins);
      if (line === -1) line = taken.length;
      taken[line] = Math.max(taken[line] ?? 0, ends);
      return { key: event.key, x: at, width: to - at, y: y + 20 + line * 20 + 10, label, labelX, anchor };
    });
  return { key, name, colour, y, height: 20 + Math.max(taken.length, 1) * 20 + 4, events: placed };
}

/** As many of its words as there is room for; all of them where there is hardly any. */
function fitted(label: string, room: number, measure: TimelineData['measure']): string {
  const words = label.replace(/…$/, '').split(' ');
  for (let kept = words.length; measure(label) > room && kept > 1; ) label = `${words.slice(0, --kept).join(' ')}…`;
  return label;
}

/** Each milestone's name stands beside its dot, in the first lane in which it touches no other. */
function placeMarks(
  milestones: readonly TimelineMilestone[],
  x: (date: string) => number,
  width: number,
  measure: TimelineData['measure'],
): { marks: Mark[]; lanes: number } {
  const taken: number[] = [];
  const marks = [...milestones]
    .sort((one, other) => one.date.localeCompare(other.date))
    .map((milestone) => {
      const at = x(milestone.date);
      const label = fitted(milestone.name, Math.max(width - at - 11, at - 11) - 2, measure);
      const long = measure(label) + 2;
      const anchor = at + 11 + long > width && at - 11 - long >= 0 ? 'end' : 'start';
      const from = anchor === 'start' ? at - 7 : at - 11 - long;
      const to = anchor === 'start' ? at + 11 + long : at + 7;
      let lane = taken.findIndex((end) => end + 6 <= from);
      if (lane === -1) lane = taken.length;
      taken[lane] = Math.max(taken[lane] ?? 0, to);
      const y = TOP + lane * LANE + LANE / 2;
      return { key: milestone.key, x: at, y, label, labelX: anchor === 'start' ? at + 11 : at - 11, anchor } as Mark;
    });
  return { marks, lanes: taken.length };
}

function row(
  concern: TimelineConcern,
  top: number,
  x: (date: string) => number,
  day: string,
  width: number,
  measure: TimelineData['measure'],
): Row {
  const from = x(concern.counted_from);
  const due = concern.due === null ? null : x(concern.due);
  const held = concern.held === null ? null : x(concern.held);
  const lostFrom = concern.tone === 'waiting' ? from : due;
  const lostTo = held ?? x(day);
  const bar =
    (concern.tone === 'late' || concern.tone === 'waiting') && lostFrom !== null && lostTo > lostFrom
      ? { x: lostFrom, width: Math.max(lostTo - lostFrom, 2) }
      : null;
  const lines = caption(concern, top + 12, width - 2 * EDGE, measure);
  const trackY = (lines.at(-1)?.y ?? top + 12) + 14;
  const booked = concern.booked ? x(concern.booked) : null;
  const pin = pinned(concern, from, Math.max(from, due ?? from, held ?? from, booked ?? from, bar ? bar.x + bar.width : from), trackY, width, measure);
  return { concern, lines, trackY, height: trackY - top + 14, from, due, held, booked, pin, bar };
}

/** Whose concern it is: behind everything in the row, or before it where there is no room. */
function pinned(
  { pins = [] }: TimelineConcern,
  from: number,
  end: number,
  y: number,
  width: number,
  measure: TimelineData['measure'],
): Row['pin'] {
  if (pins.length === 0) return null;
  const text = pins.join(', ');
  const long = measure(text, true) + 22;
  const before = from - long - 4;
  const x = end + 12 + long <= width || before < EDGE ? Math.min(end + 12, width - long) : before;
  return { x: Math.max(EDGE, x), y, text };
}

/** The name and the words in one line, or one beneath the other; each in as many lines as it needs. */
function caption(concern: TimelineConcern, top: number, room: number, measure: TimelineData['measure']): Row['lines'] {
  const name = measure(concern.name) + 8;
  if (name + measure(concern.words, true) <= room) {
    return [
      { text: concern.name, x: EDGE, y: top, words: false },
      { text: concern.words, x: EDGE + name, y: top, words: true },
    ];
  }
  return [
    ...wrap(concern.name, (text) => measure(text) <= room).map((text) => ({ text, words: false })),
    ...wrap(concern.words, (text) => measure(text, true) <= room).map((text) => ({ text, words: true })),
  ].map((line, at) => ({ ...line, x: EDGE, y: top + at * LINE }));
}

function wrap(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function monthTicks(
  first: number,
  last: number,
  scale: number,
  monthName: (date: string) => string,
  measure: TimelineData['measure'],
) {
  const starts: number[] = [];
  for (let start = first; start <= last; start = nextMonth(start)) starts.push(start);
  const years = starts.length > 12;
  const each = Math.max(1, Math.ceil((years ? 58 : 38) / (30 * scale)));
  return starts
    .filter((_, index) => index % each === 0)
    .map((start) => {
      const date = isoDay(start);
      return { key: date, x: EDGE + (start - first) * scale, label: monthName(date) + (years ? ` ${date.slice(0, 4)}` : '') };
    })
    .filter((tick, index, ticks) => index === 0 || index < ticks.length - 1 || tick.x + measure(tick.label) <= EDGE * 2 + (last - first) * scale);
}
