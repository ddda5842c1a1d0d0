import type { Language } from '../api/types';
import { language } from './language.svelte';

const ZONE = 'Europe/London';

const DAYS: Record<Language, string[]> = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  cy: ['Sul', 'Llun', 'Mawrth', 'Mercher', 'Iau', 'Gwener', 'Sadwrn'],
};
const MONTHS: Record<Language, string[]> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  cy: ['Ion', 'Chwef', 'Maw', 'Ebr', 'Mai', 'Meh', 'Gorff', 'Awst', 'Medi', 'Hyd', 'Tach', 'Rhag'],
};

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The clock on the wall in the United Kingdom at that instant. */
function wall(instant: Date): Wall {
  const found: Record<string, number> = {};
  for (const part of parts.formatToParts(instant)) found[part.type] = Number(part.value);
  return {
    year: found['year'] ?? 0,
    month: found['month'] ?? 0,
    day: found['day'] ?? 0,
    hour: found['hour'] ?? 0,
    minute: found['minute'] ?? 0,
  };
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

function dayParts(value: string): { year: number; month: number; day: number } {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
    return { year, month, day };
  }
  return wall(new Date(value));
}

/** "Mon 28 Sep 2026", from a date ("2026-09-28") or a time. */
export function dateText(value: string | null | undefined, { year = true } = {}): string {
  if (!value) return '';
  const at = dayParts(value);
  const weekday = new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay();
  const text = `${DAYS[language()][weekday]} ${at.day} ${MONTHS[language()][at.month - 1]}`;
  return year ? `${text} ${at.year}` : text;
}

/** "13:52" on the United Kingdom's clocks. */
export function timeText(value: string | null | undefined): string {
  if (!value) return '';
  const at = wall(new Date(value));
  return `${pad(at.hour)}:${pad(at.minute)}`;
}

/** "Mon 28 Sep 2026, 13:52". */
export function dateTimeText(value: string | null | undefined): string {
  return value ? `${dateText(value)}, ${timeText(value)}` : '';
}

/** The date ("2026-09-28") of an instant in the United Kingdom. */
export function dayOf(value: string | Date): string {
  const at = wall(new Date(value));
  return `${at.year}-${pad(at.month)}-${pad(at.day)}`;
}

export function today(): string {
  return dayOf(new Date());
}

/** An instant as ISO with offset, from a date and a time on the United Kingdom's clocks. */
export function instantOf(day: string, time: string): string {
  const asUtc = new Date(`${day}T${time}:00Z`);
  const at = wall(asUtc);
  const shown = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute);
  const offset = Math.round((shown - asUtc.getTime()) / 60_000);
  const sign = offset < 0 ? '-' : '+';
  return `${day}T${time}:00${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
}
