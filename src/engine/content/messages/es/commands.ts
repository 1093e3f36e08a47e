import type { commands as english } from '../en/commands.ts';

/** What each command and option is, and a right example. At most 100 characters each. */
export const commands = {
  'command.kith home': 'What is next, what is open, and a button for everything',
  'command.kith home.example': '/kith home',
  'command.kith checkin': 'Check in now, without waiting',
  'command.kith checkin.example': '/kith checkin',
  'command.kith join': 'See what joining means, then decide',
  'command.kith join.example': '/kith join',
  'command.kith settings': 'Day, time, place, zone, language, quiet hours',
  'command.kith settings.example': '/kith settings',
  'command.kith snooze': 'Quiet for a while; nobody is told',
  'command.kith snooze.example': '/kith snooze 2w',
  'command.kith snooze.for': 'How long (3d, 2w, 1m) or until which date (2026-12-24). Only you see this.',
  'command.kith leave': 'Stop at once, then keep or erase what is stored',
  'command.kith leave.example': '/kith leave',
  'command.kith resources': 'People who are ready to talk now',
  'command.kith resources.example': '/kith resources',
  'command.kith help': 'What Kith is, what it can’t do, and every command',
  'command.kith help.example': '/kith help',
  'command.kith-admin invite': 'Put up the Join post in this channel',
  'command.kith-admin invite.example': '/kith-admin invite',
  'command.kith-admin program create': 'Set up a recurring check-in',
  'command.kith-admin program create.example': '/kith-admin program create',
  'command.kith-admin program list': 'See, pause, resume or archive programs',
  'command.kith-admin program list.example': '/kith-admin program list',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
