import { promptsOf } from '../../../../src/engine/content/prompts.ts';
import { languages, textsIn } from '../../../../src/engine/content/texts.ts';
import { NEW_PROGRAM, programModal } from '../../../../src/engine/programs/program-modal.ts';
import { wordsOf } from '../guest.ts';
import { DAY, openHouse, SUNDAY, slackLike } from '../house.ts';

/** Prints which of the pack's questions a member is asked in three weeks. */
const pack = 'small-joys';
for (const language of languages) {
  const texts = textsIn(language);
  const choices = programModal(texts, NEW_PROGRAM).inputs.find(({ name }) => name === 'pack');
  if (!JSON.stringify(choices).includes(pack)) throw new Error(`not to be chosen: ${pack}`);
  for (const { key } of promptsOf(pack)) texts.say(key);
}
const questions = promptsOf(pack).map(({ key }) => textsIn('en').say(key));

const house = await openHouse(process.argv[2] ?? '', slackLike);
await house.guest('Olga', { organizer: true }).setUp(pack);
const ana = house.guest('Ana');
await ana.join();
const asked: (string | undefined)[] = [];
for (const week of [1, 2, 3]) {
  await house.moveTo(SUNDAY + week * 7 * DAY);
  const sheet = house.table.at(-1);
  if (sheet === undefined) throw new Error('nothing came');
  asked.push(questions.find((question) => wordsOf(sheet.card).includes(question)));
  await ana.press('Not today', sheet.card);
}
process.stdout.write(JSON.stringify({ asked, sent: house.table.length }));
await house.close();
