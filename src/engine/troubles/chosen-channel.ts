import { card, text } from '../card/build.ts';
import { readToken } from '../card/token.ts';
import { languageFor, textsIn } from '../content/texts.ts';
import { PlatformError } from '../errors.ts';
import type { InboundEvent, Origin } from '../event.ts';
import type { ChannelLook } from '../ports/platform.ts';
import type { Community } from '../records/community.ts';
import type { Member } from '../records/member.ts';
import type { Program } from '../records/program.ts';
import type { Reply } from '../reply.ts';
import { wordTrouble } from './findings.ts';
import { type Looking, look } from './looking.ts';

/** By what an organizer has posts put into a channel. */
const CHOOSING: ReadonlySet<string> = new Set(['setup.channel', 'program.create', 'program.what']);

interface Chosen {
  readonly origin: Origin;
  readonly channel: string;
}

function chosenIn(event: InboundEvent): Chosen | null {
  if ((event.kind !== 'action' && event.kind !== 'submit') || !CHOOSING.has(readToken(event.token).action)) return null;
  const channel = event.kind === 'action' ? event.values[0] : event.fields.channel?.[0];
  return channel ? { origin: event.origin, channel } : null;
}

/**
 * The reply to whoever chose a channel, with what stands in the way of posting there and its cure: they hear it now, and not when the first post
 * fails. The platform has to be asked (three seconds at most), so it is asked once the event is acknowledged. Never rejects for a platform.
 */
export async function withChannelLookedAt(on: Looking, event: InboundEvent, reply: Reply): Promise<Reply> {
  const chosen = chosenIn(event);
  if (chosen === null || (reply.kind !== 'private' && reply.kind !== 'update')) return reply;
  const here = await standing(on, chosen);
  if (here === null) return reply;
  const seen = await lookThere(on, here.community, chosen.channel);
  if (seen === null || seen.state === 'open' || seen.state === 'readable') return reply;
  const { community, member, programs } = here;
  const texts = textsIn(languageFor(member, community, chosen.origin.person.locale));
  const trouble = { kind: seen.state, place: seen.channel, missing: seen.missing.join(', ') || null };
  const [said, ...rest] = reply.card.blocks;
  const { what, cure } = wordTrouble(texts, trouble, programs);
  return { ...reply, card: card(reply.card.fallback, said ?? null, text(what), text(cure), ...rest) };
}

interface Standing {
  readonly community: Community;
  readonly member: Member | null;
  readonly programs: readonly Program[];
}

/** `null` where the channel was not taken: something else was wrong with what they chose. */
async function standing({ transactor }: Looking, { origin, channel }: Chosen): Promise<Standing | null> {
  const { installation, person } = origin;
  return transactor.run(async (all) => {
    const community = await all.communities.find(installation.platform, installation.externalId);
    if (community === null) return null;
    const stores = all.in(community.id);
    const programs = (await stores.programs.list()).filter(({ status }) => status !== 'archived');
    const taken = community.channel === channel || programs.some((program) => program.channel === channel);
    return taken ? { community, programs, member: await stores.members.find(person.externalId) } : null;
  });
}

async function lookThere(on: Looking, community: Community, channel: string): Promise<ChannelLook | null> {
  try {
    const { channels } = await look(on, community, [channel]);
    return channels.find((one) => one.channel === channel) ?? null;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    on.log.warn('look.failed', { platform: community.platform, why: error.message });
    return null;
  }
}
