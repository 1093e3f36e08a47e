import type { IncomingMessage, Server } from 'node:http';
import { type GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import { guildCreateShape, readyShape } from './api-shapes.ts';
import type { Faults } from './faults.ts';
import { GatewayAdmission } from './gateway-admission.ts';
import { bareToken, closeCodes, frame, heartbeat, identify, resume } from './gateway-frames.ts';
import { GatewaySession } from './gateway-session.ts';
import type { World } from './world.ts';

/** Closed by the app with these, a session is over. events/gateway#initiating-a-disconnect */
const ENDING = new Set([1000, 1001]);

/** Opcodes that need no answer here: presence, voice state. */
const IGNORED: ReadonlySet<number> = new Set([GatewayOpcodes.PresenceUpdate, GatewayOpcodes.VoiceStateUpdate]);

export interface DispatchOptions {
  /** Only sessions that asked for it get the event. */
  readonly intent?: keyof typeof GatewayIntentBits;
  /** True for events that belong to direct messages. */
  readonly direct?: boolean;
}

/** The gateway: sessions of the app and what is sent to them. */
export class Gateway {
  readonly #world: World;
  readonly #faults: Faults;
  readonly #heartbeatIntervalMs: number;
  readonly #admission: GatewayAdmission;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, GatewaySession>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #resumed = 0;
  #unanswered = 0;

  constructor(world: World, faults: Faults, heartbeatIntervalMs: number, identifyWindowMs?: number) {
    this.#admission = new GatewayAdmission(world, identifyWindowMs);
    this.#world = world;
    this.#faults = faults;
    this.#heartbeatIntervalMs = heartbeatIntervalMs;
  }

  listen(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#accept(client, request));
    });
  }

  get url(): string {
    return `${this.#world.origin.replace(/^http/, 'ws')}/gateway`;
  }

  get sharding() {
    return this.#admission.sharding;
  }

  /** How often shards identified, resumed, and came back too soon. */
  get counts() {
    return { ...this.#admission.counts, resumed: this.#resumed };
  }

  get connected(): boolean {
    return [...this.#sessions.values()].some(({ live }) => live);
  }

  /** Shards that are connected now, in order. */
  get live(): readonly (readonly [id: number, count: number])[] {
    const shards = [...this.#sessions.values()].filter(({ live }) => live).map(({ identity }) => identity.shard);
    return shards.toSorted(([one], [other]) => one - other);
  }

  /** Sends an event to every session that should have it, now or after its RESUME. */
  dispatch(event: string, data: unknown, options: DispatchOptions = {}): void {
    const fault = this.#faults.takeForDispatch(event);
    if (fault?.kind === 'drop') return;
    if (fault?.kind === 'delay') {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#deliver(event, data, options);
      }, fault.ms);
      this.#timers.add(timer);
      return;
    }
    this.#deliver(event, data, options);
    if (fault?.kind === 'lose-answer') this.disconnect();
  }

  #deliver(event: string, data: unknown, { intent, direct }: DispatchOptions): void {
    for (const session of this.#sessions.values()) {
      if (intent && !session.wants(intent)) continue;
      if (session.serves(direct ? undefined : this.#world.guildId)) session.dispatch(event, data);
    }
  }

  /** Cuts every connection; the sessions can be resumed. */
  disconnect(): void {
    for (const client of this.#sockets.clients) client.terminate();
    this.#world.changed();
  }

  /** Ends every session: nothing can be resumed, missed events are lost. */
  invalidateSessions(): void {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const { socket } of sessions) this.#send(socket, GatewayOpcodes.InvalidSession, false);
    this.#world.changed();
  }

  /** Asks every connection to come back, as Discord does before it restarts a gateway. */
  askToReconnect(): void {
    for (const { socket } of this.#sessions.values()) this.#send(socket, GatewayOpcodes.Reconnect, null);
  }

  /** The next `count` heartbeats get no answer. */
  missHeartbeats(count: number): void {
    this.#unanswered += count;
  }

  /** Closes every connection for good, as after the token was reset. */
  rejectEverybody(): void {
    this.#sessions.clear();
    for (const client of this.#sockets.clients) client.close(closeCodes.authenticationFailed, 'Authentication failed.');
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#sessions.clear();
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
  }

  #accept(client: WebSocket, request: IncomingMessage): void {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    client.on('error', () => client.terminate());
    if (searchParams.get('v') !== '10') {
      client.close(closeCodes.invalidApiVersion, 'Invalid API version.');
      return;
    }
    if (searchParams.get('encoding') !== 'json') {
      client.close(closeCodes.decodeError, 'Only json here.');
      return;
    }
    let session: GatewaySession | undefined;
    client.on('close', (code) => {
      if (session && session.socket === client && ENDING.has(code)) this.#sessions.delete(session.id);
      this.#world.changed();
    });
    client.on('message', (data) => {
      session = this.#receive(client, String(data), session);
    });
    this.#send(client, GatewayOpcodes.Hello, { heartbeat_interval: this.#heartbeatIntervalMs, _trace: [] });
  }

  #receive(client: WebSocket, text: string, session: GatewaySession | undefined): GatewaySession | undefined {
    const message = frame.safeParse(parseJson(text));
    if (!message.success) {
      client.close(closeCodes.decodeError, 'Error while decoding payload.');
      return session;
    }
    const { op, d } = message.data;
    if (op === GatewayOpcodes.Heartbeat) return this.#beat(client, d, session);
    if (op === GatewayOpcodes.Identify || op === GatewayOpcodes.Resume) {
      if (!session) return op === GatewayOpcodes.Identify ? this.#identify(client, d) : this.#resume(client, d);
      client.close(closeCodes.alreadyAuthenticated, 'Already authenticated.');
    } else if (!session) {
      client.close(closeCodes.notAuthenticated, 'Not authenticated.');
    } else if (!IGNORED.has(op)) {
      client.close(closeCodes.unknownOpcode, 'Unknown opcode.');
    }
    return session;
  }

  #beat(client: WebSocket, data: unknown, session: GatewaySession | undefined): GatewaySession | undefined {
    const sequence = heartbeat.safeParse(data);
    if (!sequence.success) client.close(closeCodes.decodeError, 'Error while decoding payload.');
    else if (this.#unanswered > 0) this.#unanswered -= 1;
    else this.#send(client, GatewayOpcodes.HeartbeatAck, null);
    if (sequence.data) session?.received(sequence.data);
    return session;
  }

  #identify(client: WebSocket, data: unknown): GatewaySession | undefined {
    const wish = identify.safeParse(data);
    if (!wish.success) {
      client.close(closeCodes.decodeError, 'Error while decoding payload.');
      return undefined;
    }
    const refusal = this.#admission.refusal(wish.data);
    if (refusal) {
      client.close(refusal.code, refusal.reason);
      return undefined;
    }
    const { intents, shard = [0, 1] } = wish.data;
    if (!this.#admission.take(shard[0])) {
      this.#send(client, GatewayOpcodes.InvalidSession, false);
      return undefined;
    }
    const session = new GatewaySession(`session-${this.#world.nextId()}`, { intents, shard }, client);
    this.#sessions.set(session.id, session);
    this.#welcome(session);
    return session;
  }

  #welcome(session: GatewaySession): void {
    const world = this.#world;
    const served = world.installed && session.serves(world.guildId);
    session.dispatch(
      'READY',
      readyShape(world, { id: session.id, shard: session.identity.shard, served, url: this.url }),
    );
    if (served && session.wants('Guilds')) session.dispatch('GUILD_CREATE', guildCreateShape(world));
    world.changed();
  }

  #resume(client: WebSocket, data: unknown): GatewaySession | undefined {
    const wish = resume.safeParse(data);
    if (!wish.success) {
      client.close(closeCodes.decodeError, 'Error while decoding payload.');
      return undefined;
    }
    if (bareToken(wish.data.token) !== this.#world.token) {
      client.close(closeCodes.authenticationFailed, 'Authentication failed.');
      return undefined;
    }
    const session = this.#sessions.get(wish.data.session_id);
    if (!session) {
      this.#send(client, GatewayOpcodes.InvalidSession, false);
      return undefined;
    }
    if (session.resume(client, wish.data.seq)) this.#resumed += 1;
    else client.close(closeCodes.invalidSequence, 'Invalid seq.');
    this.#world.changed();
    return session;
  }

  #send(client: WebSocket | undefined, op: number, d: unknown): void {
    if (client?.readyState === client?.OPEN) client?.send(JSON.stringify({ op, d, s: null, t: null }));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
