/** What the server takes, from its own OpenAPI document (`npm run types` makes it anew). */
import type { components } from './generated/schema';
import type { ActName } from './types';

type Schemas = components['schemas'];

export type PlanBody = Schemas['WholePlan'];
/** The `data` of an act. */
export type ActData<Act extends ActName> = Schemas[Act];
