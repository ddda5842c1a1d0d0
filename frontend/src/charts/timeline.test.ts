// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { layOut, type TimelineData } from './timeline';

const textWidth = (text: string, bold = false): number => text.length * (bold ? 7.7 : 6.5);

const data: TimelineData = {
  width: 400,
  day: '2026-09-21',
  monthName: (date) => date.slice(5, 7),
  measure: textWidth,
  milestones: [
    { key: 'referral', name: 'Referral', date: '2026-05-11' },
    { key: 'strategy_discussion', name: 'Strategy discussion', date: '2026-06-15' },
    { key: 'first_core_group', name: 'First core group', date: '2026-08-06' },
    { key: 'review_conference', name: 'Review conference', date: '2026-09-18' },
  ],
  concerns: [
    { id: 1, name: 'Core group, monthly', words: '15 days late, not held', tone: 'late', counted_from: '2026-08-06', due: '2026-09-06', held: null },
    { id: 2, name: 'Initial conference', words: '6 working days late', tone: 'late', counted_from: '2026-06-15', due: '2026-07-06', held: '2026-07-14' },
    { id: 3, name: 'Referral waits', words: '154 days waiting', tone: 'waiting', counted_from: '2026-04-20', due: null, held: null },
  ],
};

describe('layOut', () => {
  for (const width of [240, 300, 400, 640]) {
    it(`keeps everything inside and no name over another at ${width} pixels`, () => {
      const drawn = layOut({ ...data, width });
      const boxes = drawn.marks.map((mark) => ({
        y: mark.y,
        from: mark.anchor === 'start' ? mark.x - 6 : mark.labelX - textWidth(mark.label),
        to: mark.anchor === 'start' ? mark.labelX + textWidth(mark.label) : mark.x + 6,
      }));
      for (const [at, box] of boxes.entries()) {
        expect(box.from).toBeGreaterThanOrEqual(0);
        expect(box.to).toBeLessThanOrEqual(width);
        for (const other of boxes.slice(at + 1)) {
          if (other.y === box.y) expect(other.from >= box.to || other.to <= box.from).toBe(true);
        }
      }
      for (const row of drawn.rows) {
        for (const [at, line] of row.lines.entries()) {
          const next = row.lines[at + 1];
          const end = line.x + textWidth(line.text, line.words);
          expect(end).toBeLessThanOrEqual(next?.y === line.y ? next.x : width);
          expect(line.y).toBeLessThan(row.trackY);
        }
      }
    });
  }

  it('says the name and the lateness whole, in as many lines as it takes', () => {
    const name = 'The perinatal mental health referral has had no answer';
    const [row] = layOut({ ...data, width: 200, concerns: [{ ...data.concerns[0]!, name }] }).rows;
    expect(row?.lines.flatMap((line) => (line.words ? [] : [line.text])).join(' ')).toBe(name);
    expect(row?.lines.flatMap((line) => (line.words ? [line.text] : [])).join(' ')).toBe('15 days late, not held');
  });

  it('draws lost time from the due date to the day it was held, or to today', () => {
    const [monthly, conference, waiting] = layOut(data).rows;
    const { dayX } = layOut(data);
    expect(monthly?.bar?.x).toBe(monthly?.due);
    expect((monthly?.bar?.x ?? 0) + (monthly?.bar?.width ?? 0)).toBeCloseTo(dayX);
    expect((conference?.bar?.x ?? 0) + (conference?.bar?.width ?? 0)).toBeCloseTo(conference?.held ?? 0);
    expect(waiting?.bar?.x).toBe(waiting?.from);
  });

  it('draws no bar where there is time left', () => {
    const concern = { ...data.concerns[0]!, tone: 'in_time' as const, due: '2026-10-06' };
    const { rows, dayX } = layOut({ ...data, concerns: [concern] });
    expect(rows[0]?.bar).toBeNull();
    expect(rows[0]?.due).toBeGreaterThan(dayX);
  });

  it('names fewer months, with the year, when there are many', () => {
    const concern = { ...data.concerns[2]!, counted_from: '2024-03-02' };
    const { months } = layOut({ ...data, concerns: [concern] });
    expect(months.length).toBeLessThan(9);
    expect(months[0]?.label).toBe('03 2024');
    for (const [at, tick] of months.entries()) {
      const next = months[at + 1];
      if (next) expect(next.x - tick.x).toBeGreaterThan(textWidth(tick.label));
    }
  });

  it('stands with nothing to draw', () => {
    const drawn = layOut({ ...data, milestones: [], concerns: [] });
    expect(drawn.rows).toEqual([]);
    expect(drawn.months.length).toBeGreaterThan(0);
  });

  it('puts each agency in a lane of its own, inside the picture and with no words over others', () => {
    const lanes = [
      {
        key: 'a',
        name: 'Health',
        colour: 1,
        events: [
          { key: '1', label: 'Weighed at clinic, below the second centile', from: '2026-09-20', until: null },
          { key: '2', label: 'Health visitor changed', from: '2026-09-19', until: '2026-09-21' },
          { key: '3', label: 'Missed three appointments', from: '2026-05-01', until: '2026-06-30' },
        ],
      },
      { key: 'b', name: 'Police', colour: 2, events: [] },
    ];
    for (const width of [300, 640, 1200]) {
      const drawn = layOut({ ...data, lanes, width });
      expect(drawn.lanes.map((lane) => lane.events.length)).toEqual([3, 0]);
      const [first, second] = drawn.lanes;
      expect(second?.y).toBeGreaterThanOrEqual((first?.y ?? 0) + (first?.height ?? 0));
      expect(drawn.axisY).toBeGreaterThan((second?.y ?? 0) + (second?.height ?? 0));
      const boxes = (first?.events ?? []).map((event) => {
        const from = event.anchor === 'start' ? event.labelX : event.labelX - textWidth(event.label);
        return { y: event.y, from, to: from + textWidth(event.label) };
      });
      for (const [at, box] of boxes.entries()) {
        expect(box.from).toBeGreaterThanOrEqual(0);
        expect(box.to).toBeLessThanOrEqual(width + 1);
        for (const other of boxes.slice(at + 1)) expect(other.y !== box.y || other.from > box.to || box.from > other.to).toBe(true);
      }
    }
  });

  it('cuts the words of what went on for long, rather than write over it', () => {
    const event = { key: '1', label: 'Boiler out of use. The repair was refused at the door…', from: '2026-05-05', until: '2026-08-25' };
    const drawn = layOut({ ...data, lanes: [{ key: 'a', name: 'Housing', colour: 1, events: [event] }], width: 640 });
    const placed = drawn.lanes[0]?.events[0];
    expect(placed?.label).toMatch(/^Boiler.*…$/);
    const from = placed?.anchor === 'start' ? placed.labelX : (placed?.labelX ?? 0) - textWidth(placed?.label ?? '');
    const beside = from >= (placed?.x ?? 0) + (placed?.width ?? 0) || from + textWidth(placed?.label ?? '') <= (placed?.x ?? 0);
    expect(beside).toBe(true);
  });
});
