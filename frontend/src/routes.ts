/** The addresses of the page. The server answers all of them with the same index.html. */
export type Route =
  | { name: 'home' }
  | { name: 'sign-in' }
  | { name: 'verify' }
  | { name: 'training' }
  | { name: 'bulk' }
  | { name: 'account' }
  | { name: 'tokens' }
  | { name: 'join' }
  | { name: 'inbox' }
  | { name: 'overview' }
  | { name: 'emergency' }
  | { name: 'advice' }
  | { name: 'agency-audit' }
  | { name: 'assurance' }
  | { name: 'returns' }
  | { name: 'return'; agencyId: number; year: number }
  | { name: 'challenges' }
  | { name: 'learning' }
  | { name: 'set-password' }
  | { name: 'forgotten' }
  | { name: 'sign-in-return' }
  | { name: 'reminders' }
  | { name: 'retention' }
  | { name: 'subject-access' }
  | { name: 'meeting'; meetingId: number }
  | { name: 'plan'; meetingId: number }
  | { name: 'prepare'; meetingId: number }
  | { name: 'feedback'; meetingId: number }
  | { name: 'room'; meetingId: number }
  | { name: 'new-meeting' }
  | { name: 'agencies' }
  | { name: 'people' }
  | { name: 'ground-rules' }
  | { name: 'agreements' }
  | { name: 'own-agreement' }
  | { name: 'templates' }
  | { name: 'not-found' };

type Maker = (...numbers: number[]) => Route;

const TABLE: [RegExp, Maker][] = [
  [/^\/$/, () => ({ name: 'home' })],
  [/^\/sign-in$/, () => ({ name: 'sign-in' })],
  [/^\/training$/, () => ({ name: 'training' })],
  [/^\/verify$/, () => ({ name: 'verify' })],
  [/^\/downloads$/, () => ({ name: 'bulk' })],
  [/^\/account$/, () => ({ name: 'account' })],
  [/^\/record-systems$/, () => ({ name: 'tokens' })],
  [/^\/join$/, () => ({ name: 'join' })],
  [/^\/inbox$/, () => ({ name: 'inbox' })],
  [/^\/agency-audit$/, () => ({ name: 'agency-audit' })],
  [/^\/assurance$/, () => ({ name: 'assurance' })],
  [/^\/returns$/, () => ({ name: 'returns' })],
  [/^\/returns\/(\d+)\/(\d{4})$/, (agencyId = 0, year = 0) => ({ name: 'return', agencyId, year })],
  [/^\/learning$/, () => ({ name: 'learning' })],
  [/^\/challenges$/, () => ({ name: 'challenges' })],
  [/^\/advice$/, () => ({ name: 'advice' })],
  [/^\/emergency$/, () => ({ name: 'emergency' })],
  [/^\/overview$/, () => ({ name: 'overview' })],
  [/^\/set-password$/, () => ({ name: 'set-password' })],
  [/^\/forgotten$/, () => ({ name: 'forgotten' })],
  [/^\/sign-in\/return$/, () => ({ name: 'sign-in-return' })],
  [/^\/admin\/reminders$/, () => ({ name: 'reminders' })],
  [/^\/retention$/, () => ({ name: 'retention' })],
  [/^\/subject-access$/, () => ({ name: 'subject-access' })],
  [/^\/meetings\/new$/, () => ({ name: 'new-meeting' })],
  [/^\/meetings\/(\d+)$/, (meetingId = 0) => ({ name: 'meeting', meetingId })],
  [/^\/meetings\/(\d+)\/plan$/, (meetingId = 0) => ({ name: 'plan', meetingId })],
  [/^\/meetings\/(\d+)\/prepare$/, (meetingId = 0) => ({ name: 'prepare', meetingId })],
  [/^\/meetings\/(\d+)\/feedback$/, (meetingId = 0) => ({ name: 'feedback', meetingId })],
  [/^\/meetings\/(\d+)\/room$/, (meetingId = 0) => ({ name: 'room', meetingId })],
  [/^\/admin\/agencies$/, () => ({ name: 'agencies' })],
  [/^\/admin\/people$/, () => ({ name: 'people' })],
  [/^\/practice\/ground-rules$/, () => ({ name: 'ground-rules' })],
  [/^\/practice\/agreements$/, () => ({ name: 'agreements' })],
  [/^\/agreement$/, () => ({ name: 'own-agreement' })],
  [/^\/practice\/templates$/, () => ({ name: 'templates' })],
];

export function matchRoute(path: string): Route {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path;
  for (const [pattern, make] of TABLE) {
    const found = plain.match(pattern);
    if (found) return make(...found.slice(1).map(Number));
  }
  return { name: 'not-found' };
}
