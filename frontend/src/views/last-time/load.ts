import { api } from '../../api/client';
import type { LastTime } from '../../api/types';

/** What was left to follow up, as far as one may see it. Null when it cannot be had: the page stands without it. */
export async function loadLastTime(meetingId: number): Promise<LastTime | null> {
  return await api.get<LastTime>(`/api/meetings/${meetingId}/last-time`).catch(() => null);
}

export function hasAny(left: LastTime | null): left is LastTime {
  return left !== null && (left.held_on !== null || left.disagreements.length > 0);
}
