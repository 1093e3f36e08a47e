import { setTimeout as delay } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../src/engine/ports/log.ts';
import { platformErrorOf } from './errors.ts';

type Client = SocketModeReceiver['client'];

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const CLOSING_MS = 2000;

/**
 * Keeps one Socket Mode connection. The library's own reconnecting is off: it waits five seconds after every planned refresh, and a
 * refused `apps.connections.open` inside it ends as an unhandled rejection.
 */
export class SocketConnection {
  readonly #client: Client;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  #connected = false;
  #reconnecting = false;

  constructor(client: Client, log: Log) {
    this.#client = client;
    this.#log = log;
    client.on('connected', () => {
      this.#connected = true;
    });
    client.on('disconnected', () => {
      this.#connected = false;
      void this.#reconnect();
    });
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Resolves with the first connection; @throws PlatformError when Slack refuses it. */
  async start(): Promise<void> {
    this.#reconnecting = true;
    try {
      await this.#client.start();
    } catch (error) {
      throw error === undefined ? new Error('the Socket Mode connection was closed at once') : platformErrorOf(error);
    } finally {
      this.#reconnecting = false;
    }
  }

  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    const gone = this.#client.disconnect().catch(() => undefined);
    await Promise.race([gone, delay(CLOSING_MS, undefined, { ref: false })]);
    this.#connected = false;
  }

  async #reconnect(): Promise<void> {
    if (this.#reconnecting) return;
    this.#reconnecting = true;
    const { signal } = this.#stopping;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      // At once the first time; then twice as long each time, not all processes in step.
      const wait = attempt === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
      await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) break;
      try {
        await this.#client.start();
        break;
      } catch (error) {
        this.#log.warn('slack.reconnect-failed', { attempt, code: error instanceof Error ? error.name : 'closed' });
      }
    }
    this.#reconnecting = false;
  }
}
