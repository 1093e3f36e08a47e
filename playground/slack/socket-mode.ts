import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import type { Acknowledgement, AppLink, Delivery } from './app-link.ts';

const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });
/** Slack pings every few seconds; clients give a silent connection up after 30 s. */
const pingMs = 5000;

/** An envelope that is not acknowledged yet. */
interface Waiting {
  readonly envelope: string;
  /** The connection that has it; `null` while there is none. */
  over: WebSocket | null;
  settle(answer: Acknowledgement): void;
}

/**
 * The app's WebSocket connections. Several may be open; each envelope goes to one of them, in turn. One whose connection closes before it
 * is acknowledged goes to another as it is, as long as whoever acted waits.
 */
export class SocketMode implements AppLink {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets: WebSocket[] = [];
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #greeted = new Set<() => void>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #appId: string;
  readonly #awaitsConnection: boolean;
  #turn = 0;

  constructor(http: Server, appId: string, awaitsConnection = false) {
    this.#appId = appId;
    this.#awaitsConnection = awaitsConnection;
    http.on('upgrade', (request: IncomingMessage, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
      if (!this.#tickets.delete(ticket)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      this.#server.handleUpgrade(request, socket, head, (client) => this.#greet(client));
    });
    this.#heartbeat = setInterval(() => {
      for (const socket of this.#sockets) socket.ping();
    }, pingMs);
    this.#heartbeat.unref();
  }

  /** An address that lets one connection in. */
  newUrl(origin: string): string {
    const ticket = randomBytes(16).toString('hex');
    this.#tickets.add(ticket);
    return `${origin.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  get connections(): number {
    return this.#sockets.length;
  }

  /** How many envelopes each connection has not acknowledged; the one that came first is the first. */
  get underWay(): readonly number[] {
    const waiting = [...this.#waiting.values()];
    return this.#sockets.map((socket) => waiting.filter(({ over }) => over === socket).length);
  }

  #greet(socket: WebSocket): void {
    this.#sockets.push(socket);
    socket.on('message', (data) => this.#read(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      const at = this.#sockets.indexOf(socket);
      if (at >= 0) this.#sockets.splice(at, 1);
      for (const waiting of this.#waiting.values()) if (waiting.over === socket) this.#hand(waiting);
    });
    const debug_info = { host: 'local-slack', build_number: 1, approximate_connection_time: 18_060 };
    const connection_info = { app_id: this.#appId };
    socket.send(JSON.stringify({ type: 'hello', num_connections: this.#sockets.length, debug_info, connection_info }));
    for (const waiting of this.#waiting.values()) if (waiting.over === null) this.#hand(waiting);
    for (const tell of [...this.#greeted]) tell();
  }

  #hand(waiting: Waiting): void {
    waiting.over = this.#sockets[this.#turn++ % Math.max(1, this.#sockets.length)] ?? null;
    waiting.over?.send(waiting.envelope);
  }

  #read(data: RawData): void {
    let message: unknown;
    try {
      message = JSON.parse(data.toString());
    } catch {
      return;
    }
    const ack = ackSchema.safeParse(message);
    if (!ack.success) return;
    this.#waiting.get(ack.data.envelope_id)?.settle({ kind: 'acknowledged', body: ack.data.payload });
  }

  deliver(delivery: Delivery, timeoutMs: number): Promise<Acknowledgement> {
    if (this.#sockets.length === 0 && !this.#awaitsConnection)
      return Promise.resolve({ kind: 'failed', why: 'the app is not connected' });
    const { envelopeId, kind, payload, retry } = delivery;
    const envelope = JSON.stringify({
      envelope_id: envelopeId,
      type: kind,
      payload,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api' ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' } : {}),
    });
    return new Promise((resolve) => {
      const settle = (answer: Acknowledgement) => {
        clearTimeout(deadline);
        this.#waiting.delete(envelopeId);
        resolve(answer);
      };
      const deadline = setTimeout(() => settle({ kind: 'timeout' }), timeoutMs);
      const waiting: Waiting = { envelope, over: null, settle };
      this.#waiting.set(envelopeId, waiting);
      this.#hand(waiting);
    });
  }

  connected(timeoutMs: number): Promise<void> {
    if (this.#sockets.length > 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const tell = () => {
        clearTimeout(deadline);
        this.#greeted.delete(tell);
        resolve();
      };
      const deadline = setTimeout(() => {
        this.#greeted.delete(tell);
        reject(new Error(`No Socket Mode connection within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#greeted.add(tell);
    });
  }

  /** Asks all connections to come again, as Slack does when it recycles a backend, and closes them. */
  disconnect(reason: 'refresh_requested' | 'warning' | 'link_disabled'): void {
    for (const socket of [...this.#sockets]) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local-slack' } }));
      socket.close(1000);
    }
    this.#sockets.length = 0;
  }

  stop(): Promise<void> {
    clearInterval(this.#heartbeat);
    for (const waiting of [...this.#waiting.values()])
      waiting.settle({ kind: 'failed', why: 'the local Slack stopped' });
    for (const socket of [...this.#sockets]) socket.terminate();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
