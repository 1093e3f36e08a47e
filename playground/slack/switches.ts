import type { Server } from 'node:http';
import type { Place, Refusal } from '../driver.ts';
import type { Channel } from './channels.ts';
import type { Faults } from './faults.ts';
import { newEnvelopeId } from './identity.ts';
import { slashCommand } from './payloads.ts';
import type { Strangers } from './population.ts';
import { type Forgery, SignedHttp } from './signed-http.ts';
import { SocketMode } from './socket-mode.ts';
import { type Stage, sendEvent } from './stage.ts';
import { dndStatus, rawUser, type User } from './users.ts';
import type { Api } from './web-api/method.ts';

/** What a local Slack is put together from. */
export interface Parts {
  readonly stage: Stage;
  readonly api: Api;
  readonly strangers: Strangers;
  readonly faults: Faults;
  readonly refusals: Refusal[];
  readonly calls: ReadonlyMap<string, number>;
  readonly link: SocketMode | SignedHttp;
  readonly server: Server;
}

/** What an admin, Slack itself or an attacker may do to the app: the switches beyond faults of requests. */
export class Switches {
  protected readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Tells the app where its requests go (`http` mode). */
  setEventsUrl(url: string): void {
    this.#http().eventsUrl = url;
  }

  /** Closes all Socket Mode connections the way Slack does when it recycles them. */
  disconnect(reason: 'refresh_requested' | 'warning' | 'link_disabled' = 'refresh_requested'): void {
    const { link } = this.parts;
    if (!(link instanceof SocketMode)) throw new Error('There are no connections in http mode');
    link.disconnect(reason);
  }

  /** Open Socket Mode connections. */
  get connections(): number {
    return this.parts.link instanceof SocketMode ? this.parts.link.connections : 0;
  }

  /** How many envelopes each of them has not acknowledged; the one that came first is the first. */
  get underWay(): readonly number[] {
    return this.parts.link instanceof SocketMode ? this.parts.link.underWay : [];
  }

  /** The bot token stops working; the app is told. */
  async revokeTokens(): Promise<void> {
    this.parts.api.installation.state = 'revoked';
    await sendEvent(this.parts.stage, { type: 'tokens_revoked', tokens: { oauth: [], bot: [this.#botId] } });
  }

  /** The bot token is refused from now on (or taken again), and the event that says so was lost. */
  refuseToken(refused = true): void {
    this.parts.api.installation.state = refused ? 'revoked' : 'installed';
  }

  /** An admin removes the app: its token stops working, and it is told so. */
  async uninstall(): Promise<void> {
    this.parts.api.installation.state = 'uninstalled';
    await sendEvent(this.parts.stage, { type: 'tokens_revoked', tokens: { oauth: [], bot: [this.#botId] } });
    await sendEvent(this.parts.stage, { type: 'app_uninstalled' });
  }

  /** What `oauth.v2.access` wants: the app's client id and secret, and a fresh code. Exchanging it installs the app again. */
  authorize(): { clientId: string; clientSecret: string; code: string } {
    const { clientId, clientSecret } = this.parts.api.workspace.identity;
    return { clientId, clientSecret, code: this.parts.api.installation.newCode() };
  }

  removeScope(...scopes: string[]): void {
    for (const scope of scopes) this.parts.api.installation.scopes.delete(scope);
  }

  addScope(...scopes: string[]): void {
    for (const scope of scopes) this.parts.api.installation.scopes.add(scope);
  }

  /** Switches the messages tab of the app off (or on): nobody gets direct messages of it. */
  closeMessages(closed = true): void {
    this.parts.api.installation.messagesTab = !closed;
  }

  archive(channel: string): void {
    this.#channel(channel).archived = true;
  }

  removeBotFrom(channel: string): void {
    this.#channel(channel).members.delete(this.#botId);
  }

  inviteBotTo(channel: string): void {
    this.#channel(channel).members.add(this.#botId);
  }

  /** Makes one more channel; everybody of the ordinary people is in it, the bot is not. */
  addChannel(name: string, kind: 'public' | 'private' = 'public'): Place {
    const { users } = this.parts.api.workspace;
    const members = [...users.values()].filter((user) => !user.bot && !user.guest && !user.deleted);
    return {
      id: this.parts.api.workspace.addChannel(
        name,
        kind,
        members.map((user) => user.id),
      ).id,
      name,
    };
  }

  async deactivate(name: string): Promise<void> {
    await this.#changeUser(name, (user) => {
      user.deleted = true;
    });
  }

  /** Makes a full member a guest. */
  async restrict(name: string): Promise<void> {
    await this.#changeUser(name, (user) => {
      user.guest = true;
    });
  }

  async setZone(name: string, zone: string): Promise<void> {
    await this.#changeUser(name, (user) => {
      user.zone = zone;
    });
  }

  /** Status and do-not-disturb as they stand. */
  standing(name: string): Pick<User, 'status' | 'dnd'> {
    const { status, dnd } = this.user(name);
    return { status, dnd };
  }

  /** Sets a status (`expiration` in Unix seconds, 0 for never). */
  async setStatus(name: string, status: User['status']): Promise<void> {
    await this.#changeUser(name, (user) => {
      user.status = status;
    });
  }

  /** Sets a do-not-disturb window in Unix seconds; both 0 switch it off. */
  async setDoNotDisturb(name: string, window: User['dnd']): Promise<void> {
    const user = this.user(name);
    user.dnd = window;
    this.parts.api.workspace.changed();
    await sendEvent(this.parts.stage, { type: 'dnd_updated_user', user: user.id, dnd_status: dndStatus(user) });
  }

  setPresence(name: string, presence: User['presence']): void {
    this.user(name).presence = presence;
  }

  /** Lets all response addresses issued so far expire, as half an hour would. */
  expireResponseUrls(): void {
    this.parts.stage.responseUrls.expire();
  }

  /** Sends a slash command as somebody who is not Slack would (`http` mode); gives the status of the app's answer. */
  forge(forgery: Forgery & { readonly line?: string }): Promise<number> {
    const { stage } = this.parts;
    const [command = '/kith', ...rest] = (forgery.line ?? '/kith help').split(' ');
    const [user] = this.parts.api.workspace.users.values();
    if (!user) throw new Error('The workspace has no people');
    const channel = this.#channel('general');
    const ways = {
      trigger_id: stage.triggers.issue(user.id, channel.id),
      response_url: stage.responseUrls.issue('commands', channel.id, user.id),
    };
    const payload = slashCommand(this.parts.api.workspace.identity, user, channel, command, rest.join(' '), ways);
    const delivery = { kind: 'slash_commands' as const, payload, subject: 'forged', envelopeId: newEnvelopeId() };
    return this.#http().forge(delivery, forgery, stage.acknowledgeMs);
  }

  get #botId(): string {
    return this.parts.api.workspace.identity.botUserId;
  }

  #http(): SignedHttp {
    if (this.parts.link instanceof SignedHttp) return this.parts.link;
    throw new Error('This works in http mode only');
  }

  protected user(name: string): User {
    const user = this.parts.api.workspace.user(name);
    if (!user) throw new Error(`There is nobody named “${name}”`);
    return user;
  }

  #channel(name: string): Channel {
    const channel = this.parts.api.workspace.channel(name);
    if (!channel) throw new Error(`There is no channel “${name}”`);
    return channel;
  }

  async #changeUser(name: string, change: (user: User) => void): Promise<void> {
    const user = this.user(name);
    change(user);
    user.updated = Math.floor(Date.now() / 1000);
    this.parts.api.workspace.changed();
    const { identity } = this.parts.api.workspace;
    await sendEvent(this.parts.stage, {
      type: 'user_change',
      user: rawUser(user, identity.teamId, true),
      cache_ts: user.updated,
    });
  }
}
