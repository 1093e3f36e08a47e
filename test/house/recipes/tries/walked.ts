import { cardOf, wordsOf } from '../guest.ts';
import { DAY, openHouse, SUNDAY, slackLike } from '../house.ts';

/** Prints what a member sees of a program of the new kind: its offer, its prompt, and what its button answers. */
const house = await openHouse(process.argv[2] ?? '', slackLike);
const ana = house.guest('Ana');
await ana.join();
await house.guest('Olga', { organizer: true }).setUp('walks');
const home = cardOf(await ana.type('kith home'));
const taken = cardOf(await ana.press('Yes, please', home));
await house.moveTo(SUNDAY + 2 * DAY);
const prompt = house.table.at(-1);
if (prompt === undefined) throw new Error('nothing came');
const answered = cardOf(await ana.press('We’ll go', prompt.card));
const later = cardOf(await ana.type('kith home'));
const words = { home, taken, prompt: prompt.card, answered, later };
const read = Object.fromEntries(Object.entries(words).map(([name, card]) => [name, wordsOf(card)]));
process.stdout.write(JSON.stringify({ ...read, to: prompt.to }));
await house.close();
