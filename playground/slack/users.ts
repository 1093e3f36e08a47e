import { handle, idOf } from './identity.ts';

/** A user of the workspace with what decides how the API shows them. */
export interface User {
  readonly id: string;
  readonly name: string;
  zone: string;
  readonly locale: string;
  readonly admin: boolean;
  readonly bot: boolean;
  /** A single- or multi-channel guest. */
  guest: boolean;
  deleted: boolean;
  updated: number;
  presence: 'active' | 'away';
  status: { text: string; emoji: string /** Unix seconds; 0 is never. */; expiration: number };
  /** Do-not-disturb window in Unix seconds; both 0 when it is off. */
  dnd: { start: number; end: number };
}

export type NewUser = Pick<User, 'name' | 'zone' | 'locale'> &
  Partial<Pick<User, 'id' | 'admin' | 'bot' | 'guest' | 'deleted'>>;

export function newUser(given: NewUser): User {
  return {
    id: given.id ?? idOf('U', given.name),
    name: given.name,
    zone: given.zone,
    locale: given.locale,
    admin: given.admin ?? false,
    bot: given.bot ?? false,
    guest: given.guest ?? false,
    deleted: given.deleted ?? false,
    updated: Math.floor(Date.now() / 1000),
    presence: 'active',
    status: { text: '', emoji: '', expiration: 0 },
    dnd: { start: 0, end: 0 },
  };
}

function zonePart(zone: string, timeZoneName: 'long' | 'longOffset'): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName }).formatToParts(new Date());
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** Seconds east of UTC now. */
function offsetSeconds(zone: string): number {
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(zonePart(zone, 'longOffset'));
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

/** The `profile` of users.info and users.profile.get. */
export function profileOf(user: User) {
  return {
    title: '',
    phone: '',
    skype: '',
    real_name: user.name,
    real_name_normalized: user.name,
    display_name: user.name,
    display_name_normalized: user.name,
    status_text: user.status.text,
    status_emoji: user.status.emoji,
    status_expiration: user.status.expiration,
    avatar_hash: 'g0123456789a',
    first_name: user.name,
    last_name: '',
    status_text_canonical: '',
  };
}

/** A user as the Web API and user_change show them; the locale only when it was asked for. */
export function rawUser(user: User, teamId: string, withLocale: boolean) {
  const base = {
    id: user.id,
    team_id: teamId,
    name: handle(user.name),
    deleted: user.deleted,
    profile: { ...profileOf(user), team: teamId },
    is_bot: user.bot && user.id !== 'USLACKBOT',
    is_app_user: false,
    updated: user.updated,
    ...(withLocale ? { locale: user.locale } : {}),
  };
  // Slack leaves these out for deactivated users.
  if (user.deleted) return base;
  return {
    ...base,
    color: '9f69e7',
    real_name: user.name,
    tz: user.zone,
    tz_label: zonePart(user.zone, 'long'),
    tz_offset: offsetSeconds(user.zone),
    is_admin: user.admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.guest,
    is_ultra_restricted: false,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
  };
}

/** What dnd.info, dnd.teamInfo and dnd_updated_user say of everybody. */
export function dndStatus(user: User) {
  const on = user.dnd.end > 0;
  return {
    dnd_enabled: on,
    // Slack answers with 1 for "no window".
    next_dnd_start_ts: on ? user.dnd.start : 1,
    next_dnd_end_ts: on ? user.dnd.end : 1,
  };
}
