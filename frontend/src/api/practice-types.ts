import type { GroundRulesText } from './types';

export interface GroundRulesVersion extends GroundRulesText {
  /** Null for those that came with the product. */
  made_at: string | null;
  made_by: string | null;
}

/** The newest first; the first is in force. */
export interface GroundRulesVersions {
  versions: GroundRulesVersion[];
}
