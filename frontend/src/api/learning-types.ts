/** What published reviews taught: kept by the partnership, put before a meeting. */
import type { By, Name } from './types';

interface Point {
  title: Name;
  text: Name;
  /** The title of the review. */
  review: string;
  publisher: string;
  year: number;
  link: string;
}

export interface LearningPoint extends Point {
  id: number;
  version: number;
  /** Whether it can be chosen for meetings to come. */
  offered: boolean;
}

export interface LearningOfMeeting {
  chosen: LearningPoint[];
  /** For whoever plans the meeting alone. */
  offered: LearningPoint[] | null;
}

export interface LearningPointView extends Point {
  type: 'learning_point';
  id: number;
  version: number;
  agency_id: number;
  /** What it meant for this supervision; '' until whoever chairs says so. */
  meant: string;
  by: By;
}

export type LearningKind = 'learning_put' | 'learning_noted';
