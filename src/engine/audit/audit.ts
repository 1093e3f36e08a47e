import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { communityZone } from '../cadence/zones.ts';
import { button, buttons, card, context, fields, text } from '../card/build.ts';
import type { Card } from '../card/card.ts';
import { token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { wordMoment } from '../content/when.ts';
import { UserError } from '../errors.ts';
import { giverOf } from '../gratitude/giver.ts';
import { wordsOf } from '../gratitude/words.ts';
import type { Handling } from '../handling.ts';
import type { ThanksId } from '../ids.ts';
import type { AuditEntry } from '../records/community.ts';

const NEWEST = 15;
const MOST_REPORTED = 4;

/** What the log holds, each with words of its own. */
const DONE = [
  'setup',
  'invite',
  'program.create',
  'program.edit',
  'program.active',
  'program.paused',
  'program.archived',
  'thanks.reported',
  'thanks.report-read',
] as const;

function wordDone(texts: Texts, done: string): string {
  const known = DONE.find((one) => one === done);
  return known === undefined ? done : texts.say(`audit.${known}`);
}

/** Nobody who wrote a reported note learns of it, an organizer neither: they would know at once who reported it. */
async function aboutOwnNote({ stores, member }: Handling, entry: AuditEntry): Promise<boolean> {
  if (member === null || entry.target === null || !entry.action.startsWith('thanks.')) return false;
  return (await stores.thanks.get(entry.target as ThanksId))?.giver === member.id;
}

/** Who changed what, newest first, and the notes that members reported. */
export async function auditCard(handling: Handling): Promise<Card> {
  const { texts, stores, community, member } = handling;
  const entries: AuditEntry[] = [];
  for (const entry of await stores.audit.list(NEWEST)) if (!(await aboutOwnNote(handling, entry))) entries.push(entry);
  const reported = await stores.thanks.reported(MOST_REPORTED, member?.id ?? null);
  if (entries.length === 0) return card(texts.say('card.neutral'), text(texts.say('audit.empty')));
  const zone = communityZone(community);
  const names = new Map((await stores.programs.list()).map(({ id, name }) => [String(id), ` · ${name}`]));
  // Who reported a note is nobody's business; who changed a setting is.
  const rows = entries.map((entry) => {
    const who =
      entry.action === 'thanks.reported' ? texts.say('audit.somebody') : ({ kind: 'person', id: entry.actor } as const);
    return {
      label: `${wordMoment(entry.at, zone, texts.language)} · ${wordDone(texts, entry.action)}${names.get(entry.target ?? '') ?? ''}`,
      who,
    };
  });
  return card(
    texts.say('card.neutral'),
    text(texts.say('audit.text')),
    fields(...rows.map(({ label, who }) => [label, who] as const)),
    ...(reported.length === 0
      ? []
      : [
          text(texts.say('audit.reported')),
          buttons(
            ...reported.map((thanks, index) =>
              button(texts.say('audit.show', { number: index + 1 }), token('audit.show', thanks.id)),
            ),
          ),
        ]),
    context(texts.say('audit.private')),
  );
}

/** A reported note, for organizers alone but its giver: all that stands in it and whose it is, since the receiver asked for that. */
const show = action({
  name: 'audit.show',
  answer: 'private',
  who: 'organizer',
  args: z.tuple([idArg]),
  run: async ({ texts, stores, origin, now, member }, [id]) => {
    const thanks = await stores.thanks.get(id as ThanksId);
    if (thanks?.reported !== true || thanks.giver === member?.id) throw new UserError('note.gone');
    const giver = await giverOf(stores, thanks);
    await stores.audit.add({
      actor: origin.person.externalId,
      action: 'thanks.report-read',
      target: thanks.id,
      at: now,
    });
    const who = giver === null ? texts.say('note.somebody') : ({ kind: 'person', id: giver.externalId } as const);
    return {
      kind: 'private',
      card: card(
        texts.say('card.neutral'),
        text(texts.rich('audit.note', { person: who })),
        ...wordsOf(texts, thanks),
        context(texts.say('audit.private')),
      ),
    };
  },
});

export const auditActions = [show];
