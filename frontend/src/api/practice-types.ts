import type { GroundRulesText } from './types';

export interface GroundRulesVersion extends GroundRulesText {
  /** Null for those that came with the product. */
  made_at: string | null;
  made_by: string | null;
}

/** The newest first; the first is in force. */
export interface GroundRulesVersions {
  versions: [GroundRulesVersion, ...GroundRulesVersion[]];
}

export interface TemplateStage {
  /** Empty for a new one. */
  key: string;
  name: { en: string; cy: string };
  prompt: { en: string; cy: string };
  minutes: number;
  hidden_round?: boolean;
}

/** As it is shipped, or as it stands here now. */
export interface MeetingTemplate {
  key: string;
  name: { en: string; cy: string };
  stages: TemplateStage[];
}

export interface OwnTemplate extends MeetingTemplate {
  version: number;
  offered: boolean;
  made_at: string;
  made_by: string;
}

export interface Templates {
  shipped: MeetingTemplate[];
  own: OwnTemplate[];
}
