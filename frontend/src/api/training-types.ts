/** Training in supervision, person by person. */

export const TRAINING_LEVELS = ['participant', 'facilitator', 'trainer'] as const;
export type TrainingLevel = (typeof TRAINING_LEVELS)[number];

export interface TrainingRecord {
  id: number;
  version: number;
  person_id: number;
  what: string;
  provider: string;
  level: TrainingLevel;
  day: string;
  /** Null: it does not run out. */
  valid_until: string | null;
  /** It has not run out. */
  holds: boolean;
}

export interface TrainedPerson {
  id: number;
  name: string;
  job: string;
  records: TrainingRecord[];
}

/** `people`: those of one's own agency, for who keeps their records; else null. */
export interface TrainingPage {
  own: TrainingRecord[];
  people: TrainedPerson[] | null;
}

export interface Untrained {
  untrained: ('facilitator' | 'deputy')[];
}
