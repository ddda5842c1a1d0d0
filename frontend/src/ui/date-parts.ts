/** Three boxes as one date. '' when all are empty; null when what is in them is no date. */
export function joinDate(day: string, month: string, year: string): string | null {
  const given = [day, month, year].map((part) => part.trim());
  if (given.every((part) => part === '')) return '';
  if (!given.every((part) => /^\d{1,4}$/.test(part))) return null;
  const [d = 0, m = 0, y = 0] = given.map(Number);
  const full = y < 100 ? 2000 + y : y;
  const date = new Date(Date.UTC(full, m - 1, d));
  const real = full >= 1900 && date.getUTCFullYear() === full && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return real ? date.toISOString().slice(0, 10) : null;
}

export function splitDate(value: string): [day: string, month: string, year: string] {
  const [, year = '', month = '', day = ''] = value.match(/^(\d{4})-(\d{2})-(\d{2})/) ?? [];
  return [day.replace(/^0/, ''), month.replace(/^0/, ''), year];
}
