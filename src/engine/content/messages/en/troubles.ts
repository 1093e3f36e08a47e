/** What stands in the way of sending, and its cure, for organizers; and the one line for a member whom direct messages do not reach. */
export const troubles = {
  'command.kith-admin doctor': 'What stands in the way of what Kith sends, and how to mend it',
  'command.kith-admin doctor.example': '/kith-admin doctor',

  'home.direct-closed':
    'My direct messages don’t reach you, so your check-ins wait here, and behind the post in the channel where there is one. To have them directly again, allow direct messages and choose “by direct message” in Settings.',
  'home.trouble':
    'For organizers: something stands in the way of what I send. The doctor says what, and how to mend it.',

  'doctor.open': 'Doctor',
  'doctor.again': 'Check again',
  'doctor.well': 'I looked, and nothing stands in the way.',
  'doctor.found': 'I looked, and this needs somebody:',
  'doctor.unasked': 'I couldn’t ask the platform just now, so this is what I knew before. Try again in a minute.',
  'doctor.since': 'Since {since}, last {last}, met {times}×.',
  'doctor.more': 'There is more, which will show once these are mended.',
  'doctor.organizers': 'Organized lately',
  'doctor.programs': 'Programs running',
  'doctor.private': 'Only you can see this. It names nobody but organizers, and holds nobody’s words.',
  'doctor.direct': 'direct messages',
  'doctor.everywhere': 'this community',
  'doctor.no-program-there': 'what is posted there',
  'doctor.no-place': 'what I send',

  'trouble.channel-gone': 'The channel {where} is gone, or it is private and I am not in it.',
  'trouble.channel-gone.cure':
    'Invite me to it, or choose another channel for {programs} (/kith-admin program list). Nothing is lost: until then each prompt waits in the member’s own /kith.',
  'trouble.channel-archived': 'The channel {where} is archived.',
  'trouble.channel-archived.cure':
    'Bring it back, or choose another channel for {programs} (/kith-admin program list). That it is back shows when I next post there. Nothing is lost: until then each prompt waits in the member’s own /kith.',
  'trouble.not-in-channel': 'I am not in the channel {where}, or may not see it.',
  'trouble.not-in-channel.cure':
    'Invite me to it, or let me see it in its permissions. Until then the prompts of {programs} wait in each member’s own /kith.',
  'trouble.not-allowed': 'I lack a permission in {where}: {missing}.',
  'trouble.not-allowed.cure':
    'Allow it in the channel’s or the app’s permissions, or ask whoever hosts me to add it and install me again. Nothing of {programs} is lost: until then each prompt waits in the member’s own /kith.',
  'trouble.cannot-look-up': 'I may not read back my own messages in {where}: {missing}.',
  'trouble.cannot-look-up.cure':
    'Allow it, or ask whoever hosts me to add it and install me again. Without it I can’t tell whether a message arrived when its answer was lost, and I never send one twice on a guess.',
  'trouble.installation-gone': 'My access to {where} was withdrawn, so I have stopped asking.',
  'trouble.installation-gone.cure':
    'Install me again, or ask whoever hosts me to renew my token. I look every few minutes and go on by myself.',
  'trouble.platform-silent': 'The platform has not taken what I send to {where}.',
  'trouble.platform-silent.cure':
    'Usually this passes by itself. I keep trying for as long as each message makes sense. If it stays, tell whoever hosts me.',
  unconnected:
    'I’m not connected here just now, so nothing was done or kept. Whoever set me up can connect me again; nobody else sees this. If you’d like to talk to someone before that: {lines}',
  'unconnected.form':
    'I’m not connected here just now, so this isn’t kept yet. Copy what you wrote, or send it again later; whoever set me up can connect me again.',

  'trouble.missing.unnamed': 'the platform does not say what',

  'finding.no-program': 'There is no program that runs, so nobody is asked anything.',
  'finding.no-program.cure':
    '/kith-admin setup has a first one ready; /kith-admin program create makes one of your own.',
  'finding.nobody': 'Nobody has joined yet.',
  'finding.nobody.cure': '/kith-admin invite puts up the Join post. Joining is each person’s own choice.',
  'finding.no-pack': 'The questions of {programs} are no longer part of me; I ask the usual one instead.',
  'finding.no-pack.cure': 'Choose other questions for it (/kith-admin program list).',
  'finding.no-clock': 'I don’t know what time it is here, so the posts of {programs} go by UTC.',
  'finding.no-clock.cure': 'Make or change a program: I ask for the clock then.',
  'finding.unknown': 'Of the last seven days’ messages, nobody can say whether these arrived: {count}.',
  'finding.unknown.cure': 'Nothing to do: I don’t send a message twice on a guess. If it grows, tell whoever hosts me.',
  'finding.failed': 'Of the last seven days’ messages, the platform did not take these: {count}.',
  'finding.failed.cure': 'That is a fault of mine. Please tell whoever hosts me.',
  'finding.unreached': 'Members whom direct messages don’t reach: {count}. Their check-ins wait in their own /kith.',
  'finding.unreached.cure': 'Nothing to do: they are told, and can switch back in their settings.',
  'finding.helplines': 'Some helplines I show were last checked over a year ago.',
  'finding.helplines.cure': 'Ask whoever hosts me to update me.',
  'finding.commands': 'The platform doesn’t have all of my commands.',
  'finding.commands.cure': 'Ask whoever hosts me to register them anew.',
} as const;
