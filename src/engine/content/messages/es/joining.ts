import type { joining as english } from '../en/joining.ts';

/** Joining, home, settings, pausing, leaving. */
export const joining = {
  'invite.fallback': 'An invitation from Kith',
  'invite.text':
    'I’m Kith. Once or twice a week I help you say hello, say thanks, or find a hand. I only write to people who join, and joining isn’t announced.',
  'invite.more': 'More',

  'join.button': 'Join',
  'join.welcome':
    'Welcome. I’m not care, and nobody watches here. Answers are for you alone; {operator} runs me and could technically read what’s stored.',
  'join.proposal': 'A short check-in about once a week: {weekday}s at {time} ({zone}), {place}. Shall we?',
  'join.ask-zone': 'One thing I can’t see: what time is it for you?',
  'join.which-clock': 'What time is it there?',
  'join.yes': 'Yes',
  'join.change': 'Change',
  'join.no': 'No thanks',
  'join.small-print':
    'Only you can see this. Nothing is stored until you say yes, and joining isn’t announced. “Change” also sets the language.',
  'join.done.direct': 'You’re in. I’ll send you a short hello now, to see that my messages reach you.',
  'join.done.channel':
    'You’re in. When something is due, a post in the channel opens your own card, for you alone. It also waits in `/kith`.',
  'join.declined': 'All right. Nothing was stored, and nobody is told. `/kith join` works any time.',
  'join.first':
    'That is for people who have joined. `/kith join` shows what that means; nothing is stored before you say yes.',
  'join.not-ordinary':
    'Kith is for full members of this community, so I can’t add guests or bots. “Need help now” in `/kith` is for everyone.',
  'welcome.direct':
    'Hello from Kith. This is just to see that my messages reach you. Nothing to do. `/kith` opens everything, any time.',

  'rhythm.title': 'When and where',
  'rhythm.day': 'Day',
  'rhythm.day.hint': 'For weekly check-ins. Only you see this.',
  'rhythm.time': 'Time on your clock',
  'rhythm.time.hint': 'Such as 9:30 or 21:00. Only you see this.',
  'rhythm.time.example': '10:00',
  'rhythm.place': 'Place',
  'rhythm.place.hint': 'A direct message, or a post whose button opens your own card. Only you see which.',
  'rhythm.zone': 'Where your clock is',
  'rhythm.zone.hint': 'A big city nearby or a zone such as Europe/Berlin. Only you see this.',
  'rhythm.zone.example': 'Europe/Berlin',
  'rhythm.language': 'Language',
  'rhythm.language.hint': 'The language I write to you in.',

  'home.hello': 'Hello {name}.',
  'home.open': 'Your check-in of {since} is open.',
  'home.answer': 'Open it',
  'home.next': 'Next check-in: {when}.',
  'home.nothing-next': 'Nothing is planned right now.',
  'home.snoozed': 'Quiet until {until}.',
  'home.say-hello': 'Say hello to someone',
  'home.checkin': 'Check in now',
  'home.snooze': 'Pause',
  'home.settings': 'Settings',
  'home.help': 'Help',
  'home.need-help': 'Need help now',
  'home.leave': 'Leave',
  'home.open-button': 'Open home',

  'settings.when': 'When',
  'settings.day-time': '{weekday}s at {time}',
  'settings.where': 'Where',
  'settings.zone': 'Time zone',
  'settings.language': 'Language',
  'settings.quiet': 'Quiet hours',
  'settings.quiet.none': 'none',
  'settings.quiet.span': '{from} to {to}',
  'settings.change': 'Change',
  'settings.change-quiet': 'Quiet hours',
  'settings.saved': 'Saved. It holds from now on.',
  'quiet.from': 'Nothing from',
  'quiet.to': 'Until',
  'quiet.hint': 'On your own clock. The same time twice means no quiet hours. Only you see this.',

  'snooze.question': 'Quiet for how long? Nobody is told, and nothing counts as missed.',
  'snooze.title': 'Pause',
  'snooze.week': 'A week',
  'snooze.fortnight': 'Two weeks',
  'snooze.month': 'A month',
  'snooze.other': 'Until…',
  'snooze.until': 'How long, or until when',
  'snooze.until.hint': 'A span such as 3d, 2w or 1m, or a date such as 2026-12-24. Only you see this.',
  'snooze.unclear':
    'I can’t read “{typed}” as a span or a date within a year. For example: `/kith snooze 2w`, or `/kith snooze 2026-12-24`.',
  'snooze.done': 'Quiet until {until}. Nobody is told.',
  'snooze.end': 'Come back now',
  'snooze.ended': 'Good to have you back. Things go on as you chose them.',

  'leave.stopped': 'Stopped. I won’t write to you any more, and nobody is told.',
  'leave.question': 'What shall become of what is stored: keep it {days} days in case you come back, or erase it now?',
  'leave.keep': 'Keep {days} days',
  'leave.erase': 'Erase now',
  'leave.back': 'Stay after all',
  'leave.kept':
    'Kept for {days} days, then erased. `/kith join` picks up where you left, `/kith leave` erases sooner. Take care.',
  'leave.erased': 'Erased. Nothing of yours is left here. Take care.',
  'leave.nothing': 'There is nothing of yours stored here.',
  'leave.joined-again': 'You joined again since this card, so I left everything as it is. `/kith leave` asks anew.',

  'goodbye.text':
    'I’ll go quiet now. Nothing’s wrong, and nobody was told. `/kith` brings me back, any time. Take care.',
  'goodbye.in-a-month': 'Ask me in a month',
  'goodbye.erase': 'Erase my data',
} as const satisfies Readonly<Record<keyof typeof english, string>>;
