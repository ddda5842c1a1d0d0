import type { MeetingView, Stage } from '../../api/types';
import { tn } from '../../i18n';
import { stageOf } from '../../store/selectors';

interface TimesLeft {
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

/** Seconds spent in each stage that was gone through, however often, up to `now` for the one that runs. */
function spent(meeting: MeetingView, now: number): Map<string, { seconds: number; times: number }> {
  const all = new Map<string, { seconds: number; times: number }>();
  for (const { stage, from, to } of meeting.stage_times) {
    const before = all.get(stage) ?? { seconds: 0, times: 0 };
    const seconds = ((to ? Date.parse(to) : now) - Date.parse(from)) / 1000;
    all.set(stage, { seconds: before.seconds + Math.max(0, seconds), times: before.times + 1 });
  }
  return all;
}

interface StageTaken {
  stage: Stage;
  /** Minutes; null for a stage that was skipped. */
  actual: number | null;
  /** How often it was begun. */
  times: number;
}

/** Planned against actual, stage by stage; empty where times were not kept. */
export function stagesTaken(meeting: MeetingView, now: number): StageTaken[] {
  if (meeting.stage_times.length === 0) return [];
  const all = spent(meeting, now);
  return meeting.stages.map((stage) => {
    const taken = all.get(stage.key);
    return { stage, actual: taken ? Math.round(taken.seconds / 60) : null, times: taken?.times ?? 0 };
  });
}

/** Minutes in which the meeting was open. */
export function minutesTaken(meeting: MeetingView, now: number): number | null {
  if (meeting.stage_times.length > 0) {
    return Math.round([...spent(meeting, now).values()].reduce((sum, each) => sum + each.seconds, 0) / 60);
  }
  if (!meeting.opened_at || !meeting.closed_at) return null;
  return Math.round((Date.parse(meeting.closed_at) - Date.parse(meeting.opened_at)) / 60_000);
}

/** Of a stage in the bar: gone through, passed over, or neither yet. */
export function stageMark(meeting: MeetingView, key: string): 'done' | 'skipped' | null {
  const at = meeting.stages.findIndex((stage) => stage.key === meeting.stage);
  const index = meeting.stages.findIndex((stage) => stage.key === key);
  if (index === at) return null;
  if (meeting.stage_times.length === 0) return index < at ? 'done' : null;
  if (meeting.stage_times.some((each) => each.stage === key)) return 'done';
  return index < at ? 'skipped' : null;
}
