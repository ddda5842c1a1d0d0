import type { MeetingView } from '../../api/types';
import { tn } from '../../i18n';
import { stageOf } from '../../store/selectors';

export interface TimesLeft {
  /** Seconds; below zero once it has run over. Null: no stage is set, or nothing is planned. */
  stage: number | null;
  meeting: number | null;
}

function left(from: string | null, minutes: number, now: number): number | null {
  return from && minutes > 0 ? Math.round((Date.parse(from) + minutes * 60_000 - now) / 1000) : null;
}

/** What is left of the stage and of the whole meeting, by the server's clock; null once it is not open. */
export function timesLeft(meeting: MeetingView, now: number): TimesLeft | null {
  if (meeting.state !== 'open') return null;
  const stage = stageOf(meeting);
  return {
    stage: stage ? left(meeting.stage_started_at, stage.minutes, now) : null,
    meeting: left(meeting.opened_at, meeting.planned_minutes, now),
  };
}

/** "12 min left", "3 min over": in whole minutes, so that it changes once a minute. */
export function leftText(seconds: number): string {
  return seconds >= 0 ? tn('room.left', Math.ceil(seconds / 60)) : tn('room.over', Math.ceil(-seconds / 60));
}
