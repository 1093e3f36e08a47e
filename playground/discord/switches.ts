import { PermissionFlagsBits } from 'discord-api-types/v10';
import { channelShape, guildCreateShape, memberShape } from './api-shapes.ts';
import type { Local } from './local.ts';
import type { Permission } from './permissions.ts';
import type { Channel } from './world.ts';

/** What can happen to an app on Discord beyond faults of single requests. People and channels by name or id. */
export interface Switches {
  /** Cuts every gateway connection; the app can resume. */
  disconnect(): void;
  /** Ends every gateway session: what happens until the app identifies anew is lost. */
  invalidateSession(): void;
  /** Asks the app to connect again (opcode 7). */
  askToReconnect(): void;
  /** Leaves the next `count` heartbeats unanswered. */
  missHeartbeats(count?: number): void;
  /** Lets a person close (or open) their direct messages. */
  closeDirectMessages(person: string, closed?: boolean): void;
  /** Takes a permission from the app in a channel. */
  removePermission(channel: string, permission: Permission): void;
  deleteChannel(channel: string): void;
  /** Lets a person leave the server; without the members intent the app is not told. */
  removeMember(person: string): void;
  /** Lets a person who left come back. */
  addMember(person: string): void;
  /** Removes the app from the server (GUILD_DELETE). */
  removeApp(): void;
  /** Installs the app again (GUILD_CREATE). */
  addApp(): void;
  /** The server has an outage: GUILD_DELETE with `unavailable`, then GUILD_CREATE when it is over. */
  outage(over: boolean): void;
  /** Resets the app's token: every connection and request is refused from now on. */
  revokeToken(): void;
  /** Ends the life of every interaction token so far. */
  expireTokens(): void;
}

/** The switches over one local Discord. */
export function createSwitches(local: Local): Switches {
  const { world, gateway, interactions } = local;
  const personId = (name: string): string => found(world.person(name), name).id;
  const place = (name: string): Channel => found(world.place(name), name);
  const tellGuild = (event: string, data: object) => gateway.dispatch(event, data, { intent: 'Guilds' });
  return {
    disconnect: () => gateway.disconnect(),
    invalidateSession: () => gateway.invalidateSessions(),
    askToReconnect: () => gateway.askToReconnect(),
    missHeartbeats: (count = 1) => gateway.missHeartbeats(count),
    closeDirectMessages(person, closed = true) {
      if (closed) world.closedToDirect.add(personId(person));
      else world.closedToDirect.delete(personId(person));
    },
    removePermission(name, permission) {
      const channel = place(name);
      const bit = PermissionFlagsBits[permission];
      const own = channel.overwrites.find(({ id }) => id === world.botId);
      if (own) {
        own.deny |= bit;
        own.allow &= ~bit;
      } else channel.overwrites.push({ id: world.botId, type: 1, allow: 0n, deny: bit });
      tellGuild('CHANNEL_UPDATE', channelShape(world, channel));
    },
    deleteChannel(name) {
      const channel = place(name);
      world.channels.delete(channel.id);
      for (const [id, { api }] of world.messages) if (api.channel_id === channel.id) world.messages.delete(id);
      tellGuild('CHANNEL_DELETE', channelShape(world, channel));
      world.changed();
    },
    removeMember(person) {
      world.present.delete(personId(person));
      world.changed();
    },
    addMember(person) {
      world.present.add(memberShape(world, personId(person)).user.id);
      world.changed();
    },
    removeApp() {
      world.installed = false;
      tellGuild('GUILD_DELETE', { id: world.guildId });
      world.changed();
    },
    addApp() {
      world.installed = true;
      tellGuild('GUILD_CREATE', guildCreateShape(world));
      world.changed();
    },
    outage(over) {
      if (over) tellGuild('GUILD_CREATE', guildCreateShape(world));
      else tellGuild('GUILD_DELETE', { id: world.guildId, unavailable: true });
    },
    revokeToken() {
      world.token = `reset-${world.nextId()}`;
      gateway.rejectEverybody();
    },
    expireTokens: () => interactions.expireTokens(),
  };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The local Discord knows no “${name}”.`);
  return value;
}
