import { api } from '../../api/client';
import type { ActData } from '../../api/bodies';
import type { ActDone, ActName } from '../../api/types';
import { newActId } from '../../live/ids';

/** Do an act by the HTTP door, for pages that hold no live connection. */
export function performAct<Act extends ActName>(meetingId: number, act: Act, data: ActData<Act>): Promise<ActDone> {
  return api.post<ActDone>(`/api/meetings/${meetingId}/acts/${act}`, { act_id: newActId(), data });
}
