/** Words used everywhere. ICU MessageFormat; `{…}` are values, `<b>` is bold. */
export const common = {
  'card.neutral': 'A note from Kith',
  'operator.unknown': 'whoever hosts this bot',
  'card.only-you': 'Only you can see this.',
  'modal.cancel': 'Not now',
  'modal.save': 'Save',
  'modal.choose': 'Choose',
  'modal.almost': 'Almost. Nothing you typed is lost:',
  'modal.still-here': 'What you wrote is still here.',
  'modal.given-back': 'So that it isn’t lost, this is what you wrote:',
  'place.direct': 'by direct message',
  'place.channel': 'behind a post in the channel',
  'place.home': 'in your own /kith',
  'support.emotional': 'Someone to listen',
  'support.practical': 'Something done',
  'support.informational': 'Know-how',
  'support.appraisal': 'A second opinion',
  'support.esteem': 'Some encouragement',

  'problem.time': 'Please write a time such as 9:30 or 21:00.',
  'problem.zone': 'I don’t know that place. Try a big city nearby, such as Berlin, or a zone such as Europe/Berlin.',
  'problem.country':
    'I don’t know that country. Its name or its two letters, such as Ireland or IE; or leave it empty.',
  'problem.choose': 'Please choose one from the list.',
  'problem.name': 'Please give it a name of 1 to {most} characters.',
  'problem.until': 'Please write a span such as 3d, 2w or 1m, or a date within a year such as {date}.',
  'problem.too-long':
    'That is {length} characters, and I can keep {most}. Please shorten it a little; nothing was changed.',

  'error.ours': 'Something went wrong on my side, and nothing was changed. Please try again in a moment.',
  'error.old-card': 'This card is from another time or place, and nothing was changed. Here is where things stand:',
  'error.not-organizer':
    'That is for organizers of this community, and as far as I can see just now you aren’t one. Nothing was changed. /kith shows what you can do.',

  'misunderstood.unknown':
    'I don’t know “{typed}”. {nearest, select, none {} other {Did you mean {nearest}? }}/{root} help lists everything.',
  'misunderstood.missing': '/{command} also needs “{option}”. For example: {example}',
  'misunderstood.wrong': 'I can’t read “{typed}” as “{option}”. For example: {example}',
  'misunderstood.too-much': 'That was more than I understood: “{typed}”. For example: {example}',

  'about.what':
    'I’m Kith. Once or twice a week I help you say hello, say thanks, or find a hand. I only write to people who join, joining isn’t announced, and you can stop at any moment.',
  'about.private':
    'What you answer is shown to nobody but you. It is stored encrypted; {operator} runs me and could technically read it. Admins of a workspace may be able to read direct messages.',
  'about.limits':
    'I’m a bot and not care: nobody watches here, I can’t judge how you are, and I can miss things. “Need help now” always shows people who are ready to talk.',

  'resources.text': 'These people are ready to talk, now or whenever you like:',
  'resources.emergency': 'In an emergency, call your local emergency number: 112 works in many countries.',
  'resources.emergency-number': 'If you or someone else might be in danger now, call {number}.',
  'resources.private': 'Nobody learns that you opened this. Country: {country}, a guess from your time zone.',
  'resources.private.member': 'Nobody learns that you opened this. Country: {country}; “Settings” changes it.',
} as const;
