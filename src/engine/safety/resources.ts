import { z } from 'zod';
import { action } from '../action.ts';
import { countryOf } from '../cadence/countries.ts';
import { zoneNamed } from '../cadence/zones.ts';
import { card, context, fields, text } from '../card/build.ts';
import type { Card, Inline } from '../card/card.ts';
import type { Handling } from '../handling.ts';
import { wordCountry } from '../members/country.ts';
import { directory, type Helpline, helplines } from './helplines.ts';

/** People who are ready to talk now: for a member's country, else for the one that the person's zone suggests; and a way to find lines anywhere. */
export function resourcesCard({ texts, member, origin }: Pick<Handling, 'texts' | 'member' | 'origin'>): Card {
  const own = member?.status === 'joined';
  const country = own ? member.country : countryOf(zoneNamed(origin.person.zone ?? ''));
  const help = country === null ? undefined : helplines[country];
  const lines = [...(help?.lines ?? []), directory];
  return card(
    texts.say('card.neutral'),
    text(texts.say('resources.text')),
    fields(...lines.map((line) => [line.name, reachOf(line)] as const)),
    text(
      help === undefined
        ? texts.say('resources.emergency')
        : texts.say('resources.emergency-number', { number: help.emergency }),
    ),
    context(
      texts.say(own ? 'resources.private.member' : 'resources.private', {
        country: wordCountry(texts, country),
      }),
    ),
  );
}

/** What is written in letters only is shown so: Slack makes no link of it. */
const reachOf = ({ reach }: Helpline): Inline => (reach.startsWith('https://') ? { kind: 'link', url: reach } : reach);

const open = action({
  name: 'resources.open',
  answer: 'private',
  who: 'anyone',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: resourcesCard(handling) }),
});

export const resourcesActions = [open];
