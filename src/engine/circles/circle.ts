import { z } from 'zod';
import { action, idArg } from '../action.ts';
import { button, buttons, card, context, numbered, text } from '../card/build.ts';
import type { Block, Card, Inline } from '../card/card.ts';
import { type Token, token } from '../card/token.ts';
import type { Texts } from '../content/texts.ts';
import { moment } from '../content/when.ts';
import { UserError } from '../errors.ts';
import type { Handling } from '../handling.ts';
import type { TieId } from '../ids.ts';
import { invalid } from '../invalid.ts';
import { joined } from '../members/membership.ts';
import { cadenceFor } from '../programs/schedule.ts';
import { wordWhen } from '../programs/word-cadence.ts';
import type { Tie } from '../records/bond.ts';
import type { Member } from '../records/member.ts';
import type { Reply } from '../reply.ts';
import { NEW_TIE, readTie, type TieFields, tieFields, tieModal } from './tie-modal.ts';

/** Few enough to fit a card; a circle is small by nature. */
const MOST_TIES = 30;
const A_PAGE = 4;

/** How a tie is called on a card: a mention, or the member's own label, apart from the sentence, which may run the other way. */
export function called(tie: Tie): Inline {
  return tie.person === null ? { kind: 'bold', text: tie.label ?? '' } : { kind: 'person', id: tie.person };
}

/** One's ties with a cadence, page by page. */
export async function circleCard(handling: Handling, page = 0): Promise<Card> {
  const member = joined(handling);
  const { texts, stores } = handling;
  const ties = (await stores.ties.of(member.id)).filter((tie) => tie.everyDays !== null);
  const shown = ties.slice(page * A_PAGE, (page + 1) * A_PAGE);
  const more = ties.length > (page + 1) * A_PAGE;
  const add = button(texts.say('circle.add'), token('circle.add'), 'primary');
  const next = more ? [button(texts.say('jar.older'), token('circle.page', String(page + 1)))] : [];
  return card(
    texts.say('card.neutral'),
    text(texts.say(ties.length === 0 ? 'circle.empty' : 'circle.text')),
    ...shown.flatMap((tie, index) => tieBlocks(texts, member, tie, numbered(index, shown.length))),
    ...(ties.length === 0 ? [] : await reminder(handling, member)),
    buttons(add, ...next),
    context(texts.say('card.only-you')),
  );
}

/** Whether anything reminds of them by itself, so that nobody waits for what does not come. */
async function reminder({ texts, stores, community }: Handling, member: Member): Promise<readonly Block[]> {
  const programs = (await stores.programs.list()).filter(
    ({ status, kind }) => status === 'active' && kind === 'reach-out',
  );
  const taken = new Set(
    (await stores.enrolments.of(member.id)).filter(({ status }) => status !== 'ended').map(({ program }) => program),
  );
  const program = programs.find(({ id }) => taken.has(id)) ?? programs.at(-1);
  if (program === undefined) return [context(texts.say('circle.not-reminded'))];
  const cadence = wordWhen(texts, cadenceFor(community, program, member), member.zone);
  if (taken.has(program.id)) return [context(texts.say('circle.reminded', { program: program.name, cadence }))];
  return [
    text(texts.say('offer.reach-out', { program: program.name, cadence })),
    buttons(button(texts.say('offer.yes'), token('offer.answer', program.id, 'yes'))),
  ];
}

function tieBlocks(texts: Texts, member: Member, tie: Tie, number: string): readonly Block[] {
  const line = texts.rich('circle.tie', { tie: called(tie), days: tie.everyDays ?? 0 });
  const last =
    tie.greetedAt === null
      ? []
      : [' ', ...texts.rich('circle.last', { when: moment(tie.greetedAt, member.zone, texts.language) })];
  return [
    text([number, ...line, ...last]),
    buttons(
      button(`${number}${texts.say('hello.said')}`, token('reachout.said', tie.id)),
      button(`${number}${texts.say('circle.edit')}`, token('circle.edit', tie.id)),
    ),
  ];
}

async function own(handling: Handling, id: string): Promise<Tie> {
  const tie = await handling.stores.ties.get(id as TieId);
  if (tie === null || tie.member !== joined(handling).id) throw new UserError('circle.gone');
  return tie;
}

const open = action({
  name: 'circle.open',
  answer: 'private',
  who: 'member',
  args: z.tuple([]),
  run: async (handling) => ({ kind: 'private', card: await circleCard(handling) }),
});

const page = action({
  name: 'circle.page',
  answer: 'update',
  who: 'member',
  args: z.tuple([z.string().regex(/^\d$/)]),
  run: async (handling, [number]) => ({ kind: 'update', card: await circleCard(handling, Number(number)) }),
});

const add = action({
  name: 'circle.add',
  answer: 'modal',
  who: 'member',
  args: z.tuple([]),
  run: async ({ texts }) => ({ kind: 'modal', modal: tieModal(texts, token('circle.new'), NEW_TIE) }),
});

async function keep(handling: Handling, submitTo: Token, before: Tie | null, typed: TieFields): Promise<Reply> {
  const { texts, stores, random, now } = handling;
  const member = joined(handling);
  const read = readTie(handling, typed);
  if ('problems' in read) return invalid(texts, tieModal(texts, submitTo, typed), read.problems);
  if (
    before === null &&
    (await stores.ties.of(member.id)).filter((tie) => tie.everyDays !== null).length >= MOST_TIES
  ) {
    throw new UserError('circle.full', { most: MOST_TIES });
  }
  const fresh = { id: random.id() as TieId, member: member.id, greetedAt: null, putOffUntil: null, createdAt: now };
  await stores.ties.put({ ...(before ?? fresh), ...read.tie });
  return { kind: 'update', card: await circleCard(handling) };
}

const create = action({
  name: 'circle.new',
  answer: 'update',
  who: 'member',
  args: z.tuple([]),
  run: (handling, _args, { fields }) => keep(handling, token('circle.new'), null, tieFields(fields)),
});

const edit = action({
  name: 'circle.edit',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const { texts } = handling;
    const tie = await own(handling, id);
    return {
      kind: 'update',
      card: card(
        texts.say('card.neutral'),
        text(texts.rich('circle.tie', { tie: called(tie), days: tie.everyDays ?? 0 })),
        buttons(
          button(texts.say('settings.change'), token('circle.change', id)),
          button(texts.say('circle.remove'), token('circle.remove', id), 'danger'),
          button(texts.say('circle.back'), token('circle.page', '0')),
        ),
      ),
    };
  },
});

const change = action({
  name: 'circle.change',
  answer: 'modal',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const tie = await own(handling, id);
    const typed = {
      person: tie.person ?? '',
      label: tie.label ?? '',
      layer: tie.layer,
      days: String(tie.everyDays ?? ''),
    };
    return { kind: 'modal', modal: tieModal(handling.texts, token('circle.save', id), typed) };
  },
});

const save = action({
  name: 'circle.save',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id], { fields }) =>
    keep(handling, token('circle.save', id), await own(handling, id), tieFields(fields)),
});

const remove = action({
  name: 'circle.remove',
  answer: 'update',
  who: 'member',
  args: z.tuple([idArg]),
  run: async (handling, [id]) => {
    const tie = await own(handling, id);
    await handling.stores.ties.remove(tie.id);
    return { kind: 'update', card: await circleCard(handling) };
  },
});

export const circleActions = [open, page, add, create, edit, change, save, remove];
