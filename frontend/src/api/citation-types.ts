/** Published sources, and where they are cited. */
import type { By, Name } from './types';

export interface CitationView {
  type: 'citation';
  id: number;
  version: number;
  agency_id: number;
  beside: { type: string; id: number };
  /** Its key on the partnership's list; empty for one that is not on it. */
  source: string;
  title: Name;
  link: string;
  place: string;
  added_at: string;
  withdrawn: boolean;
  by: By;
}

/** One of the partnership's list. */
export interface ListedSource {
  key: string;
  name: Name;
  about: 'guidance' | 'statute' | 'research' | 'local';
  link: string;
}
