import { type Card, plain } from '../../src/engine/card/card.ts';
import type { InboundEvent, Origin } from '../../src/engine/event.ts';
import type { Reply } from '../../src/engine/reply.ts';
import type { Running } from './running.ts';
import { rows } from './scenes.ts';

/** What an adapter would hand to the engine: for acts that no platform's own client lets a person do. */

export interface Who {
  /** Platform id. */
  readonly id: string;
  /** Platform id of the community, when it is not the one that runs. */
  readonly community?: string;
  readonly organizer?: boolean;
  readonly ordinary?: boolean;
  readonly outside?: boolean;
}

/** The engine's own fault, as a person reads it. */
export const OURS = 'Something went wrong on my side';

type Fields = Readonly<Record<string, readonly string[]>>;
let claims = 0;

function origin(
  { local }: Running,
  { id, community, organizer = false, ordinary = true, outside = false }: Who,
): Origin {
  claims += 1;
  return {
    claim: `made-up-${claims}`,
    installation: { platform: local.platform, externalId: community ?? local.communityId, name: 'Somewhere' },
    person: { externalId: id, name: 'Somebody', locale: 'en-GB', zone: 'Europe/London', organizer, ordinary, outside },
    place: { channel: local.places[0]?.id ?? '', direct: false },
  };
}

export function press(running: Running, who: Who, token: string, values: readonly string[] = []): Promise<Reply> {
  return running.kith.engine.handle({ kind: 'action', origin: origin(running, who), token, values, mentioned: {} });
}

/** A modal sent off; handled a second time it is its redelivery. */
export function submission(running: Running, who: Who, token: string, fields: Fields): InboundEvent {
  return { kind: 'submit', origin: origin(running, who), token, fields, written: Object.keys(fields), mentioned: {} };
}

export function submit(running: Running, who: Who, token: string, fields: Fields): Promise<Reply> {
  return running.kith.engine.handle(submission(running, who, token, fields));
}

export function command(running: Running, who: Who, name: string, input: Readonly<Record<string, string>> = {}) {
  const event = { kind: 'command', origin: origin(running, who), command: name, input, mentioned: {} } as const;
  return running.kith.engine.handle(event);
}

/** All that can be read in a reply. */
export function said(reply: Reply): string {
  if (reply.kind === 'modal') return reply.modal.title;
  return 'card' in reply ? wordsOf(reply.card) : '';
}

function wordsOf(card: Card): string {
  return card.blocks
    .flatMap((block) => {
      if (block.kind === 'text' || block.kind === 'context') return plain(block.text);
      if (block.kind === 'fields') return block.fields.map(({ label, value }) => `${label} ${plain(value)}`);
      return block.kind === 'quote' || block.kind === 'heading' ? block.text : [];
    })
    .join('\n');
}

/** Every row of Kith in which one of these words stands, but for the memory of events and of paces. */
export async function rowsWith(running: Running, words: readonly string[]): Promise<readonly string[]> {
  const tables = await rows<{ name: string }>(
    running,
    `select table_name as name from information_schema.tables
     where table_schema = 'kith' and table_type = 'BASE TABLE' and table_name not in ('claims', 'paces')`,
  );
  const union = tables.map(({ name }) => `select '${name} ' || t::text as row from kith.${name} t`).join(' union all ');
  const found = await rows<{ row: string }>(running, `select row from (${union}) r where row ~ $1 order by row`, [
    words.join('|'),
  ]);
  return found.map(({ row }) => row);
}

/** The one id that a statement selects. */
export async function idOf(running: Running, statement: string, values: readonly unknown[] = []): Promise<string> {
  const [found] = await rows<{ id: string }>(running, statement, values);
  if (found === undefined) throw new Error(`nothing found: ${statement}`);
  return found.id;
}
