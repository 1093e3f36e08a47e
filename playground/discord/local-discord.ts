import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { LocalPlatform, Person, Refusal, Seen } from '../driver.ts';
import { DiscordActor } from './discord-actor.ts';
import { Faults } from './faults.ts';
import { Gateway } from './gateway.ts';
import { Interactions } from './interactions.ts';
import { HEARTBEAT_INTERVAL_MS, INTERACTION_DEADLINE_MS, messageFlags } from './limits.ts';
import type { Local } from './local.ts';
import { RateLimits } from './rate-limits.ts';
import { createRestApp } from './rest/app.ts';
import { seen } from './seen.ts';
import { createSwitches, type Switches } from './switches.ts';
import { World, type WorldOptions } from './world.ts';

export type { DiscordActor } from './discord-actor.ts';
export type { Switches } from './switches.ts';

export interface LocalDiscordOptions extends WorldOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** Milliseconds an app has for its first answer; Discord's own 3000 by default. */
  readonly interactionDeadlineMs?: number;
  /** Milliseconds between heartbeats; Discord's own 41,250 by default. */
  readonly heartbeatIntervalMs?: number;
  /** Milliseconds between two identifies of a bucket of shards; Discord's own 5000 by default. */
  readonly identifyWindowMs?: number;
  /** Shortens the windows of rate limits (0.1: ten times shorter); 0 lifts the limits. Default 1. */
  readonly rateLimitFactor?: number;
}

/** A Discord with one server on a loopback port. */
export interface LocalDiscord extends LocalPlatform, Switches {
  readonly platform: 'discord';
  readonly people: readonly Person[];
  /** Another app's bot in the server, also in `people`. */
  readonly otherBot: Person;
  /** Somebody who has left the server; not in `people`, but can be named in an option. */
  readonly departed: Person;
  as(person: string): DiscordActor;
}

/** Starts a Discord of its own: REST v10 and the gateway for real clients, and actors for its people. */
export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const world = new World(options);
  const faults = new Faults();
  const gateway = new Gateway(
    world,
    faults,
    options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
    options.identifyWindowMs,
  );
  const interactions = new Interactions(world, gateway, options.interactionDeadlineMs ?? INTERACTION_DEADLINE_MS);
  const local: Local = { world, faults, gateway, interactions };
  const refusals: Refusal[] = [];
  const rateLimits = new RateLimits(options.rateLimitFactor ?? 1);
  const app = createRestApp(local, { rateLimits, refused: (refusal) => refusals.push(refusal) });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void answer(request, response));
  gateway.listen(server);
  world.origin = await listen(server, options.port ?? 0);
  const environment = {
    DISCORD_TOKEN: world.token,
    DISCORD_APPLICATION_ID: world.botId,
    DISCORD_API_URL: `${world.origin}/api`,
  };
  return {
    ...platformOf(local, refusals),
    ...createSwitches(local),
    environment,
    get places() {
      return world.places.map(({ id, name }) => ({ id, name }));
    },
    async stop() {
      interactions.stop();
      gateway.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function platformOf(local: Local, refusals: readonly Refusal[]) {
  const { world, faults, gateway, interactions } = local;
  const actors = new Map(world.everyone.map((person) => [person.id, new DiscordActor(local, person)]));
  const ready = () => gateway.connected && world.commands.size > 0;
  return {
    platform: 'discord' as const,
    communityId: world.guildId,
    botId: world.botId,
    people: [...world.members, world.otherBot],
    otherBot: world.otherBot,
    departed: world.departed,
    as(name: string): DiscordActor {
      const person = world.person(name);
      const actor = person && actors.get(person.id);
      if (!actor) throw new Error(`There is nobody called “${name}” on the local Discord.`);
      return actor;
    },
    fault: faults.arm.bind(faults),
    clearFaults: () => faults.clear(),
    redeliver: async () => interactions.redeliver(),
    refusals,
    sent: () => sent(local),
    connected: (timeoutMs = 20_000) => whenReady(world, ready, timeoutMs),
    onChange: (listener: () => void) => world.onChange(listener),
  };
}

/** Every message as its first reader sees it: the person of a direct or ephemeral one, else somebody in UTC. */
function sent({ world }: Local): Seen[] {
  const passerBy = { zone: 'UTC', locale: 'en-GB' };
  return [...world.messages.values()]
    .filter(({ api }) => ((api.flags ?? 0) & messageFlags.loading) === 0)
    .map((message) => {
      const readerId = message.ephemeralFor ?? world.channels.get(message.api.channel_id)?.recipient;
      return seen(world, message, (readerId && world.person(readerId)) || passerBy);
    });
}

async function whenReady(world: World, ready: () => boolean, timeoutMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const check = () => {
    if (ready()) resolve();
  };
  const stopListening = world.onChange(check);
  const late = () => reject(new Error(`The app did not connect and register its commands within ${timeoutMs} ms.`));
  const timer = setTimeout(late, timeoutMs);
  check();
  await promise.finally(() => {
    stopListening();
    clearTimeout(timer);
  });
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
