import { PermissionFlagsBits } from 'discord-api-types/v10';
import { channelShape, guildCreateShape } from './api-shapes.ts';
import type { Gateway } from './gateway.ts';
import type { Sharding } from './gateway-admission.ts';
import type { Local } from './local.ts';
import type { Permission } from './permissions.ts';
import type { Channel } from './world.ts';

/** What can happen to an app on Discord beyond faults of single requests. People and channels by name or id. */
export interface Switches {
  /** Changes what Discord says of shards, or requires. */
  shard(sharding: Partial<Sharding>): void;
  /** Shards that are connected now, in order, and what connecting has cost so far. */
  shards(): { readonly live: readonly (readonly [id: number, count: number])[] } & Gateway['counts'];
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
  /** Gives it back. */
  restorePermissions(channel: string): void;
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
  /** Requests are refused as with a wrong token from now on, or taken again; connections stay. */
  refuseToken(refused: boolean): void;
  /** Discord errs: asked for the server, it knows of none (or does again), though the app is in it and listed there. */
  denyServer(denied: boolean): void;
  /** Ends the life of every interaction token so far. */
  expireTokens(): void;
}

/** The switches over one local Discord. */
export function createSwitches(local: Local): Switches {
  return {
    ...connectionSwitches(local),
    ...peopleSwitches(local),
    ...channelSwitches(local),
    ...serverSwitches(local),
  };
}

function connectionSwitches({ world, gateway, interactions }: Local) {
  return {
    shard(sharding: Partial<Sharding>) {
      Object.assign(gateway.sharding, sharding);
    },
    shards: () => ({ live: gateway.live, ...gateway.counts }),
    disconnect: () => gateway.disconnect(),
    invalidateSession: () => gateway.invalidateSessions(),
    askToReconnect: () => gateway.askToReconnect(),
    missHeartbeats: (count = 1) => gateway.missHeartbeats(count),
    revokeToken() {
      world.token = `reset-${world.nextId()}`;
      gateway.rejectEverybody();
    },
    refuseToken(refused: boolean) {
      world.refused = refused;
    },
    expireTokens: () => interactions.expireTokens(),
  };
}

function peopleSwitches({ world }: Local) {
  const idOf = (name: string): string => found(world.person(name), name).id;
  return {
    closeDirectMessages(person: string, closed = true) {
      if (closed) world.closedToDirect.add(idOf(person));
      else world.closedToDirect.delete(idOf(person));
    },
    removeMember(person: string) {
      world.present.delete(idOf(person));
      world.changed();
    },
    addMember(person: string) {
      world.present.add(idOf(person));
      world.changed();
    },
  };
}

function channelSwitches({ world, gateway }: Local) {
  const place = (name: string): Channel => found(world.place(name), name);
  const tell = (event: string, channel: Channel) =>
    gateway.dispatch(event, channelShape(world, channel), { intent: 'Guilds' });
  return {
    removePermission(name: string, permission: Permission) {
      const channel = place(name);
      const bit = PermissionFlagsBits[permission];
      const own = channel.overwrites.find(({ id }) => id === world.botId);
      if (own) {
        own.deny |= bit;
        own.allow &= ~bit;
      } else channel.overwrites.push({ id: world.botId, type: 1, allow: 0n, deny: bit });
      tell('CHANNEL_UPDATE', channel);
    },
    restorePermissions(name: string) {
      const channel = place(name);
      channel.overwrites.splice(0, Infinity, ...channel.overwrites.filter(({ id }) => id !== world.botId));
      tell('CHANNEL_UPDATE', channel);
    },
    deleteChannel(name: string) {
      const channel = place(name);
      world.channels.delete(channel.id);
      for (const [id, { api }] of world.messages) if (api.channel_id === channel.id) world.messages.delete(id);
      tell('CHANNEL_DELETE', channel);
      world.changed();
    },
  };
}

function serverSwitches({ world, gateway }: Local) {
  const created = () => gateway.dispatch('GUILD_CREATE', guildCreateShape(world), { intent: 'Guilds' });
  const deleted = (more: object = {}) =>
    gateway.dispatch('GUILD_DELETE', { id: world.guildId, ...more }, { intent: 'Guilds' });
  return {
    removeApp() {
      world.installed = false;
      deleted();
      world.changed();
    },
    addApp() {
      world.installed = true;
      // Nobody adds an app in the moment in which it was removed.
      world.joinedAt = new Date(Date.parse(world.joinedAt) + 60_000).toISOString();
      created();
      world.changed();
    },
    denyServer(denied: boolean) {
      world.denied = denied;
    },
    outage(over: boolean) {
      if (over) created();
      else deleted({ unavailable: true });
    },
  };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The local Discord knows no “${name}”.`);
  return value;
}
