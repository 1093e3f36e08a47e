import type { programs as english } from '../en/programs.ts';

/** What organizers see, and the doorbell. */
export const programs = {
  'cadence.weekly': 'every {weekday}',
  'cadence.weekdays': 'every weekday',
  'cadence.daily': 'every day',
  'cadence.fortnightly': 'every other {weekday}',
  'cadence.at': '{cadence} at {time}',

  'program.title': 'A new check-in',
  'program.submit': 'Create',
  'program.name': 'Name',
  'program.name.hint': 'Members see it under “Why am I seeing this?”.',
  'program.name.example': 'The gentle week',
  'program.often': 'How often',
  'program.often.hint': 'Members can move a weekly one to a day of their own.',
  'program.time': 'Time',
  'program.time.hint': 'Such as 9:30: each member’s own clock, or the community’s for the channel.',
  'program.channel': 'Channel',
  'program.channel.hint':
    'One post there opens the card of each member who prefers that. Without it, they find it in /kith.',
  'program.channel.none': 'none',
  'program.pack': 'Questions',
  'program.pack.hint': 'What is asked. Members can rest a topic.',
  'program.created': 'It’s set.',
  'program.who':
    'It goes to those who joined, each at their own time. Who joined, and what anyone answers, is shown to nobody. `/kith-admin invite` puts up the Join post.',
  'program.none': 'There is no program yet. `/kith-admin program create` makes one.',
  'program.gone':
    'That program is archived or isn’t of this community. `/kith-admin program list` shows what there is.',
  'program.status': 'Status',
  'program.status.active': 'running',
  'program.status.paused': 'paused',
  'program.status.archived': 'archived',
  'program.preview': 'Preview',
  'program.preview.note': 'This is what a member sees. Its buttons don’t count here.',
  'program.pause': 'Pause',
  'program.resume': 'Resume',
  'program.archive': 'Archive',
  'program.which-clock': 'For the post in the channel: what time is it in this community?',

  'doorbell.fallback': 'A check-in, for those who like',
  'doorbell.text': '{program}: for those who joined. The button opens your own card, for you alone.',
  'doorbell.open': 'Open mine',
  'doorbell.private': 'Nobody sees who opens it.',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
