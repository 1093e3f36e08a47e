import { projectCommands } from '../../../../adapters/discord/command-projection.ts';
import { usageHint } from '../../../../adapters/slack/manifest.ts';
import { parseCommand } from '../../../../adapters/slack/parse-command.ts';
import { describeCommands } from '../../../../src/engine/commands/describe.ts';
import { cardOf, wordsOf } from '../guest.ts';
import { openHouse, slackLike } from '../house.ts';

/** Prints what both platforms and the help know of `/kith greet`, and what it answers. */
const english = describeCommands('en');
const summaries = [english, describeCommands('es')].map(
  (described) => described.find(({ fullName }) => fullName === 'kith greet')?.summary,
);
const registered = projectCommands(describeCommands)
  .find(({ name }) => name === 'kith')
  ?.options?.find(({ name }) => name === 'greet');
const house = await openHouse(process.argv[2] ?? '', slackLike);
const ana = house.guest('Ana');
const reply = await ana.type('kith greet', { person: 'ben' });
const found = {
  summaries,
  registered,
  hint: usageHint(english).includes('greet @person'),
  parsed: parseCommand(english, 'kith', 'greet <@U123|ben>'),
  help: wordsOf(cardOf(await ana.type('kith help'))),
  reply: { kind: reply.kind, words: wordsOf(cardOf(reply)) },
};
process.stdout.write(JSON.stringify(found));
await house.close();
