import type { Actor, LocalPlatform, Seen } from '../../playground/driver.ts';

/** The newest message the person sees anywhere whose text holds `text`. */
export function newest(actor: Actor, text: string, place?: string): Seen | undefined {
  return actor.sees(place).findLast((message) => message.text.includes(text));
}

/** Waits for a message that holds `text`. */
export function reads(actor: Actor, text: string, place?: string): Promise<Seen> {
  return actor.until(`“${text}”`, (one) => newest(one, text, place));
}

/** Acts, and waits for one message more that holds `text`: others may stand there from before. */
export async function readsAfter(actor: Actor, act: () => Promise<void>, text: string, place?: string): Promise<Seen> {
  const count = () => actor.sees(place).filter((message) => message.text.includes(text)).length;
  const before = count();
  await act();
  return actor.until(`“${text}” once more`, (one) => (count() > before ? newest(one, text, place) : undefined));
}

export function labels(message: Seen): readonly string[] {
  return message.buttons.map((button) => button.label);
}

/** Chooses the clock of a city, where the platform does not tell the zone. */
export async function chooseClock(actor: Actor, city: string, message: Seen): Promise<void> {
  const clock = message.selects.find((select) => select.label === 'What time is it there?');
  const option = clock?.options.find((one) => one.includes(city));
  if (clock === undefined || option === undefined) throw new Error(`no clock of ${city} to choose`);
  await actor.choose(clock.label, [option], message);
}

/** `/kith join`, the clock where it is asked, and *Yes*. */
export async function join(actor: Actor, city: string): Promise<void> {
  await actor.type('/kith join', 'general');
  const card = await reads(actor, 'I’m not care', 'general');
  if (card.selects.length > 0) await chooseClock(actor, city, card);
  const proposal = await reads(actor, 'Shall we?', 'general');
  await readsAfter(actor, () => actor.press('Yes', proposal), 'You’re in.', 'general');
}

/** An organizer makes the weekly check-in; gives the card that told so. */
export async function createProgram(organizer: Actor, values: Record<string, string> = {}): Promise<Seen> {
  await organizer.type('/kith-admin program create', 'general');
  await organizer.until('the modal', (one) => one.modal());
  const submit = () => organizer.submit({ Name: 'The gentle week', ...values });
  const made = await readsAfter(organizer, submit, 'It’s set.', 'general');
  if (made.selects.length > 0) {
    await chooseClock(organizer, 'London', made);
    await organizer.until('the program list', (one) => newest(one, 'running', 'general'));
  }
  return made;
}

/** What everybody in the community can see of Kith in a channel. */
export function posts(local: LocalPlatform, place: string): readonly Seen[] {
  return local
    .as('Tama')
    .sees(place)
    .filter((message) => message.author === local.botId && !message.ephemeral);
}
