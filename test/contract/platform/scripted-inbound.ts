import type { Engine } from '../../../src/engine/engine.ts';
import type { InboundEvent, Origin } from '../../../src/engine/event.ts';
import type { AnswerMode, Reply } from '../../../src/engine/reply.ts';
import { card } from './cards.ts';

export type Inbound = Pick<Engine, 'answerMode' | 'handle' | 'complete'>;
type Answering = Reply | ((event: InboundEvent) => Reply | Promise<Reply>);

/** What an event is scripted by: a command's full name, a token, or the event's kind. */
function keyOf(event: InboundEvent): string {
  switch (event.kind) {
    case 'command':
      return event.command;
    case 'action':
    case 'submit':
      return event.token;
    default:
      return event.kind;
  }
}

/** Stands where the engine stands: keeps the events that arrive and gives the replies a test has laid out. */
export class ScriptedInbound implements Inbound {
  readonly events: InboundEvent[] = [];
  readonly greetings: Extract<InboundEvent, { kind: 'installed' }>[] = [];
  readonly #answers = new Map<string, { mode: AnswerMode; reply: Answering }>();
  readonly #waiting = new Set<() => void>();

  /** Lays out how events of this key are answered; the mode is the reply's own kind unless told. */
  on(key: string, reply: Answering, mode?: AnswerMode): this {
    const own =
      typeof reply === 'function' || reply.kind === 'nothing' || reply.kind === 'invalid' ? 'private' : reply.kind;
    this.#answers.set(key, { mode: mode ?? own, reply });
    return this;
  }

  answerMode(event: InboundEvent): AnswerMode {
    return this.#answers.get(keyOf(event))?.mode ?? 'private';
  }

  async handle(event: InboundEvent): Promise<Reply> {
    // Each session begins with it; nothing is scripted for it.
    if (event.kind === 'installed') this.greetings.push(event);
    else this.events.push(event);
    for (const wake of this.#waiting) wake();
    const reply = this.#answers.get(keyOf(event))?.reply ?? {
      kind: 'private',
      card: card('Not laid out by this test.'),
    };
    return typeof reply === 'function' ? await reply(event) : reply;
  }

  /** What the platform is asked for before a reply is shown; nothing unless told. */
  completing: (reply: Reply) => Promise<Reply> = async (reply) => reply;

  complete(_event: InboundEvent, reply: Reply): Promise<Reply> {
    return this.completing(reply);
  }

  /** The newest event of a kind, waited for. */
  async event<Kind extends InboundEvent['kind']>(
    kind: Kind,
    count = 1,
  ): Promise<Extract<InboundEvent, { kind: Kind }>> {
    const all = await this.all(kind, count);
    return all.at(-1) as Extract<InboundEvent, { kind: Kind }>;
  }

  /** At least `count` events of a kind, waited for. */
  async all<Kind extends InboundEvent['kind']>(kind: Kind, count: number): Promise<InboundEvent[]> {
    const found = () => this.events.filter((event) => event.kind === kind);
    if (found().length >= count) return found();
    const { promise, resolve, reject } = Promise.withResolvers<InboundEvent[]>();
    const look = () => found().length >= count && resolve(found());
    const deadline = setTimeout(() => reject(new Error(`no ${count} ${kind}; came: ${this.#kinds()}`)), 15_000);
    this.#waiting.add(look);
    try {
      return await promise;
    } finally {
      clearTimeout(deadline);
      this.#waiting.delete(look);
    }
  }

  #kinds(): string {
    return this.events.map((event) => `${event.kind} ${keyOf(event)}`).join(', ') || 'nothing';
  }
}

export function originOf(event: InboundEvent): Origin {
  if (event.kind === 'removed' || event.kind === 'installed' || event.kind === 'absence')
    throw new Error('a removal has no origin');
  return event.origin;
}
