/** What the practice profile gives every page to show and choose from. */
import type { ListedSource } from './citation-types';
import type { Name, Nation } from './types';

export interface Level {
  level: number;
  name: Name;
  short?: Name;
  source: string;
  source_text?: Name;
  as_of: string;
}

export interface Clock {
  key: string;
  name: Name;
  start: string[];
  ends_with: string | null;
  again_with?: string | null;
  amount: number;
  unit: 'working_days' | 'weeks' | 'months';
  note?: Name | null;
  /** How long after each further time, the last of them for ever. */
  then?: { amount: number; unit: 'working_days' | 'weeks' | 'months' }[];
  jurisdiction: string;
  source: string;
  source_text?: Name;
  as_of: string;
}

export interface EscalationStage {
  stage: number;
  name: Name;
  working_days: number | null;
  source: string;
  source_text?: Name;
  as_of: string;
}

export interface Keyed {
  key: string;
  name: Name;
}

export interface Stage extends Keyed {
  prompt: Name;
  minutes: number;
}

export interface Template extends Keyed {
  stages: Stage[];
}

export interface GroundRulesText {
  version: string;
  text: { en: string[]; cy: string[] };
}

export interface Reference {
  /** What entries may cite. */
  sources: ListedSource[];
  nation: Nation;
  levels: Level[];
  clocks: Clock[];
  escalation_stages: EscalationStage[];
  sectors: (Keyed & { code: string; short?: Name })[];
  prompts: (Keyed & { hint: Name; adult_name?: Name | null; adult_hint?: Name | null })[];
  criteria: Keyed[];
  milestone_kinds: Keyed[];
  templates: Template[];
  ground_rules: GroundRulesText;
  stands: Keyed[];
  attendances: Keyed[];
  roles?: Keyed[];
  support_signposts: (Keyed & { as_of: string })[];
}

/** The part of the reference data that a board needs. */
export type BoardReference = Pick<Reference, 'levels' | 'clocks' | 'escalation_stages' | 'prompts' | 'ground_rules' | 'support_signposts'>;
