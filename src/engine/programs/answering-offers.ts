import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { text } from '../card/build.ts';
import type { ProgramId } from '../ids.ts';
import { homeCard } from '../members/home.ts';
import { joined } from '../members/membership.ts';
import { decide } from './offers.ts';
import { behindDoorbell } from './schedule.ts';

/**
 * Consent to one more program, or its decline: it is not offered again, and nobody is told. The card that offered it says so itself: in a
 * tab such as Slack's App Home an answer elsewhere would not be seen.
 */
const answer = action({
  name: 'offer.answer',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg, z.enum(['yes', 'no'])]),
  run: async (handling, [id, said]) => {
    const member = joined(handling);
    const program = await decide(handling, member, id as ProgramId, said === 'yes');
    const how = said === 'no' ? 'no' : behindDoorbell(program, member) ? 'yes.channel' : 'yes';
    const home = await homeCard(handling);
    return {
      kind: 'update',
      card: { ...home, blocks: [text(handling.texts.say(`offer.${how}.done`)), ...home.blocks] },
    };
  },
});

export const offerActions = [answer];
