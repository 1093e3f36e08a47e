import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, LocalPlatform, Person, Place, Refusal, Seen } from '../driver.ts';
import { community, people as everybody } from '../people.ts';
import { Dispatcher } from './dispatcher.ts';
import { Faults } from './faults.ts';
import { Installation } from './installation.ts';
import { limits } from './limits.ts';
import { type LocalSlackOptions, subscribedEvents } from './options.ts';
import { populate, type Strangers } from './population.ts';
import { RateLimits } from './rate-limits.ts';
import { ResponseUrls } from './response-urls.ts';
import { seenMessage } from './seen.ts';
import { SignedHttp } from './signed-http.ts';
import { SlackActor } from './slack-actor.ts';
import { SocketMode } from './socket-mode.ts';
import type { Stage } from './stage.ts';
import { Switches } from './switches.ts';
import { Triggers } from './triggers.ts';
import type { User } from './users.ts';
import type { Api } from './web-api/method.ts';
import { WebServer } from './web-server.ts';
import type { Workspace } from './workspace.ts';

export { fromManifest, type LocalSlackOptions } from './options.ts';
export { SlackActor } from './slack-actor.ts';

/** A Slack on loopback: Web API, Socket Mode or signed requests, and people who use it. */
export class LocalSlack extends Switches implements LocalPlatform {
  readonly platform = 'slack';
  readonly #actors = new Map<string, SlackActor>();

  get environment(): Readonly<Record<string, string>> {
    const { identity } = this.#workspace;
    return {
      SLACK_BOT_TOKEN: this.parts.api.installation.botToken,
      ...(this.parts.link instanceof SocketMode ? { SLACK_APP_TOKEN: identity.appToken } : {}),
      SLACK_SIGNING_SECRET: identity.signingSecret,
      SLACK_API_URL: `${this.parts.api.origin}/api/`,
    };
  }

  get #workspace(): Workspace {
    return this.parts.api.workspace;
  }

  get communityId(): string {
    return this.#workspace.identity.teamId;
  }

  get botId(): string {
    return this.#workspace.identity.botUserId;
  }

  /** The ordinary people, and the other bots of the workspace marked as such. */
  get people(): readonly Person[] {
    const { guest, deactivated } = this.parts.strangers;
    return [...this.#workspace.users.values()]
      .filter((user) => user !== guest && user !== deactivated && user.id !== this.botId)
      .map(person);
  }

  /** People who exist so that they can be refused: they are not in `people`, but can act by name. */
  get strangers(): Readonly<Record<keyof Strangers, Person>> {
    const { slackbot, otherBot, guest, deactivated } = this.parts.strangers;
    return {
      slackbot: person(slackbot),
      otherBot: person(otherBot),
      guest: person(guest),
      deactivated: person(deactivated),
    };
  }

  get places(): readonly Place[] {
    const channels = [...this.#workspace.channels.values()].filter((channel) => channel.kind !== 'direct');
    return channels.map(({ id, name }) => ({ id, name }));
  }

  get refusals(): readonly Refusal[] {
    return this.parts.refusals;
  }

  /** How often the app has called a method of Slack's. */
  called(method: string): number {
    return this.parts.calls.get(method) ?? 0;
  }

  as(name: string): SlackActor {
    const user = this.user(name);
    const actor = this.#actors.get(user.id) ?? new SlackActor(this.parts.stage, user);
    this.#actors.set(user.id, actor);
    return actor;
  }

  sent(): readonly Seen[] {
    return this.#workspace.all().map((message) => seenMessage(this.#workspace, message, this.parts.api.origin));
  }

  fault(fault: Fault): void {
    this.parts.faults.arm(fault);
  }

  clearFaults(): void {
    this.parts.faults.clear();
  }

  redeliver(): Promise<void> {
    return this.parts.stage.dispatcher.redeliver();
  }

  connected(timeoutMs = 20_000): Promise<void> {
    return this.parts.link.connected(timeoutMs);
  }

  onChange(listener: () => void): () => void {
    return this.#workspace.onChange(listener);
  }

  async stop(): Promise<void> {
    const { server, link } = this.parts;
    await link.stop();
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
}

function person({ id, name, zone, locale, admin, bot }: User): Person {
  return { id, name, zone, locale, admin, bot };
}

/** Starts a local Slack on loopback with an invented community. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const { workspace, strangers } = populate(options.communityName ?? community.name, options.people ?? everybody);
  const faults = new Faults();
  const refusals: Refusal[] = [];
  const refuse = (refusal: Refusal) => {
    refusals.push(refusal);
    workspace.changed();
  };
  const installation = new Installation(options.scopes);
  const triggers = new Triggers(options.triggerMs ?? limits.triggerMs);

  const server = createServer((request, response) => {
    web.handle(request, response).catch((error: unknown) => {
      refuse({ request: request.url ?? '', code: 'fatal_error', detail: String(error) });
      response.writeHead(500).end();
    });
  });
  const { identity } = workspace;
  const socket = options.mode === 'http' ? undefined : new SocketMode(server, identity.appId, options.awaitsConnection);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const link =
    socket ?? new SignedHttp(identity.signingSecret, identity.verificationToken, () => options.eventsUrl?.());
  const responseUrls = new ResponseUrls(workspace, () => origin);
  const api: Api = { workspace, installation, triggers, origin, newSocketUrl: () => socket?.newUrl(origin) };
  const rates = options.rates === undefined ? undefined : new RateLimits(options.rates);
  const web = new WebServer(api, faults, responseUrls, rates, refuse);
  const commands = options.commands ?? ['/kith', '/kith-admin'];
  const acknowledgeMs = options.acknowledgeMs ?? limits.acknowledgeMs;
  const stage: Stage = {
    workspace,
    dispatcher: new Dispatcher(link, faults, acknowledgeMs),
    acknowledgeMs,
    triggers,
    responseUrls,
    origin,
    // With the app its commands are gone.
    get commands() {
      return installation.state === 'uninstalled' ? [] : commands;
    },
    events: options.events ?? subscribedEvents,
    homePatienceMs: options.homePatienceMs ?? 2000,
    refuse,
  };
  return new LocalSlack({ stage, api, strangers, faults, refusals, calls: web.calls, link, server });
}
