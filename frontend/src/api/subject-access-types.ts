/** What an agency answers when it is asked what it holds about somebody. Numbers and days; the words are in the file. */
export type AboutWhat = 'case' | 'worker';
export type Ground = 'themselves' | 'on_behalf' | 'court_or_regulator';

export interface AccessRequest {
  about: AboutWhat;
  named: string;
  ground: Ground;
  /** The agency's own reference of the request. */
  request: string;
}

export interface AccessAnswer {
  id: number;
  /** The worker's; of a case its reference was asked for. */
  name: string | null;
  meetings: { id: number; state: string; day: string | null }[];
  holds: { what: 'shared' | 'agency' | 'chair' | 'tables' | 'audit'; n: number }[];
  left_out: { en: string; cy: string }[];
}

export interface MadeAnswer {
  id: number;
  at: string;
  /** Null: whoever runs the service. */
  by: string | null;
  case_id: number | null;
  /** Null once the case is deleted. */
  reference: string | null;
  worker: string | null;
  ground: Ground | null;
  request: string | null;
  sha256: string;
}
