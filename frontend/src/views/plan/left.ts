import type { Directory, Left } from '../../api/types';

/** Everybody whom the page names: the directory, and those in the plan who are in the partnership no more. */
export function withLeft(directory: Directory, left: Left): Directory {
  return {
    agencies: [...directory.agencies, ...left.agencies.map((agency) => ({ ...agency, sector: '', left: true }))],
    people: [...directory.people, ...left.people.map((person) => ({ ...person, roles: [], language: 'en' as const, left: true }))],
  };
}
