/** The pages beyond one's own meetings that somebody keeps for the whole partnership, in the order in which they stand. */
interface KeptPage {
  path: string;
  /** Of its title in the catalogue. */
  key: string;
}

interface Holder {
  roles: string[];
}

export const administers = (person: Holder | null | undefined) => person?.roles.includes('administrator') ?? false;

export function keptPages(person: Holder | null | undefined): KeptPage[] {
  const assures = person?.roles.includes('assurance_lead') ?? false;
  const figures = { path: '/assurance', key: 'assurance.title' };
  const returns = { path: '/returns', key: 'returns.title' };
  const learning = { path: '/learning', key: 'learning.title' };
  const challenges = { path: '/challenges', key: 'challenges.page.title' };
  const retention = { path: '/retention', key: 'retention.title' };
  if (administers(person)) {
    const own = [
      { path: '/admin/agencies', key: 'common.agencies' },
      { path: '/admin/people', key: 'common.people' },
      { path: '/admin/reminders', key: 'reminders.title' },
      retention,
      learning,
    ];
    // Who administers sees no case, whatever other role they have.
    return assures ? [...own, figures, returns, challenges] : own;
  }
  return assures ? [figures, returns, challenges, learning, { path: '/emergency', key: 'emergency.title' }, retention] : [];
}
