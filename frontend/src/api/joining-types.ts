import type { MeetingState, Name } from './types';

export type JoiningAct = 'seat_guest';
export type JoiningKind = 'guest_seated';

export const GUEST_ROLES = ['representative', 'adviser', 'observer'] as const;
export type GuestRole = (typeof GUEST_ROLES)[number];

export interface Guest {
  seat_id: number;
  name: string;
  job: string;
  agency_id: number;
  role: GuestRole;
  link: 'none' | 'ready' | 'used' | 'expired' | 'withdrawn';
  until: string | null;
  used_at: string | null;
}

export interface Guests {
  guests: Guest[];
}

/** Told once, when the link is made. `path` is drawn in a square of `size`. */
export interface NewLink extends Guests {
  address: string;
  qr: { size: number; path: string };
}

/** What whoever holds a link sees before they come in. */
export interface LinkInvitation {
  partnership: Name;
  chair: { name: string; job: string };
  guest: { name: string; job: string; role: GuestRole; agency: Name };
  scheduled_at: string | null;
  planned_minutes: number;
  state: MeetingState;
  /** From when it works; once the meeting is open it works at any time. */
  from: string | null;
}
