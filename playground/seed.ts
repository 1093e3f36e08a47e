import type { Actor, LocalPlatform } from './driver.ts';

/** Who has joined when the playground opens; everybody else can be made to by pressing *Join*. */
const JOINED = ['Sam', 'Noor', 'Ada'] as const;

/** Sets the scene as people would: an organizer sets Kith up, starts the gentle week and invites, a few join. Everything goes through the platform. */
export async function seed(platform: LocalPlatform): Promise<void> {
  const organizer = platform.as('Robin');
  await organizer.type('/kith-admin setup', 'general');
  const proposed = await organizer.until('the setup', (one) => hasButton(one, START));
  if (proposed.selects.some(({ label }) => label === CLOCK)) await chooseClock(organizer, 'London');
  const settled = await organizer.until('the clock', (one) => (hasClock(one) ? undefined : hasButton(one, START)));
  await organizer.choose('Channel for check-ins and public thanks', ['kindness'], settled);
  await organizer.press(START, await organizer.until('the channel', (one) => hasButton(one, 'No channel')));
  await organizer.until('the gentle week', (one) =>
    one.sees('general').find((message) => message.text.includes('The gentle week stands')),
  );
  await organizer.type('/kith-admin invite', 'general');
  for (const name of JOINED) await join(platform.as(name));
}

async function join(person: Actor): Promise<void> {
  await person.until('the invitation', (one) => hasButton(one, 'Join'));
  await person.press('Join');
  const asksClock = await person.until(`${person.name}’s card`, (one) => hasButton(one, 'Yes') ?? hasClock(one));
  if (!asksClock.buttons.some(({ label }) => label === 'Yes')) {
    await chooseClock(person, CITY_OF[person.name] ?? 'London');
    await person.until(`${person.name}’s proposal`, (one) => hasButton(one, 'Yes'));
  }
  await person.press('Yes');
  await person.until(`${person.name}’s welcome`, (one) =>
    one.sees('general').find((message) => message.text.includes('You’re in.')),
  );
}

const CITY_OF: Readonly<Record<string, string>> = { Sam: 'Berlin', Noor: 'Dubai', Ada: 'New York' };
const CLOCK = 'What time is it there?';
const START = 'Start the gentle week';

function hasButton(person: Actor, label: string) {
  return person.sees('general').findLast((message) => message.buttons.some((button) => button.label === label));
}

function hasClock(person: Actor) {
  return person.sees('general').findLast((message) => message.selects.some((select) => select.label === CLOCK));
}

async function chooseClock(person: Actor, city: string): Promise<void> {
  const message = await person.until('the clocks', hasClock);
  const option = message.selects.flatMap((select) => select.options).find((one) => one.includes(city));
  if (option === undefined) throw new Error(`no clock of ${city}`);
  await person.choose(CLOCK, [option], message);
}
