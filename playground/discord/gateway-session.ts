import { GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { WebSocket } from 'ws';

export interface Identity {
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
}

/** Events kept for a RESUME; Discord keeps some minutes' worth. */
const LOG_LENGTH = 5000;

/** One session of the app: outlives its socket, so that a RESUME gets what it missed. */
export class GatewaySession {
  readonly id: string;
  readonly identity: Identity;
  #sequence = 0;
  #log: { readonly sequence: number; readonly frame: string }[] = [];
  #socket: WebSocket | undefined;

  constructor(id: string, identity: Identity, socket: WebSocket) {
    this.id = id;
    this.identity = identity;
    this.#socket = socket;
  }

  get live(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  get socket(): WebSocket | undefined {
    return this.#socket;
  }

  wants(intent: keyof typeof GatewayIntentBits): boolean {
    return (this.identity.intents & GatewayIntentBits[intent]) !== 0;
  }

  /** topics: a server's events go to shard `(id >> 22) % count`, direct messages to shard 0. */
  serves(guildId: string | undefined): boolean {
    const [id, count] = this.identity.shard;
    return guildId === undefined ? id === 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)) === id;
  }

  /** Sends an event and keeps it for a RESUME. */
  dispatch(event: string, data: unknown): void {
    this.#sequence += 1;
    const frame = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s: this.#sequence, d: data });
    this.#log.push({ sequence: this.#sequence, frame });
    if (this.#log.length > LOG_LENGTH) this.#log.shift();
    if (this.live) this.#socket?.send(frame);
  }

  /** A heartbeat tells up to where events have arrived. */
  received(sequence: number): void {
    this.#log = this.#log.filter((entry) => entry.sequence > sequence);
  }

  /** False where the sequence cannot be right. */
  resume(socket: WebSocket, sequence: number): boolean {
    if (sequence > this.#sequence) return false;
    // A session has one connection: the one before it hears nothing any more.
    if (this.#socket !== socket) this.#socket?.terminate();
    this.#socket = socket;
    this.received(sequence);
    for (const { frame } of this.#log) socket.send(frame);
    this.dispatch('RESUMED', { _trace: ['local-discord'] });
    return true;
  }
}
