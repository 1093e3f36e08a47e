import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { OperatorError } from './engine/errors.ts';

/** Milliseconds and bytes that a client may take: the largest thing Slack sends has some hundred kilobytes, and it is quick. */
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
} as const;
/** No request of Slack's has as much (bytes). */
const LARGEST_BODY = 1024 * 1024;

export interface Web {
  readonly address: string;
  /** Cuts every connection and listens no more. */
  close(): Promise<void>;
}

export interface WebOptions {
  readonly port: number;
  /** Address to listen on; `null` for all. */
  readonly host: string | null;
  readonly app: Hono;
  /** Slack's signed requests; `null` where none are expected. */
  readonly slack: RequestListener | null;
  /** While the process drains it takes nothing in. */
  readonly isDraining: () => boolean;
}

/** One server for everything: Slack's signed requests go to Bolt, the rest to our routes. */
export async function serve({ port, host, app, slack, isDraining }: WebOptions): Promise<Web> {
  const ours = getRequestListener(app.fetch);
  const server = createServer(limits, (request, response) => {
    if (!(slack !== null && request.url?.startsWith('/slack/'))) void ours(request, response);
    else if (isDraining()) refuse(response, 503);
    else if (isTooLarge(request)) refuse(response, 413);
    else slack(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const problem =
        cause.code === 'EADDRNOTAVAIL'
          ? `KITH_HOST ${host} is no address of this machine.`
          : `PORT ${port} cannot be used; set PORT to a free one.`;
      reject(new OperatorError(problem, { cause }));
    });
    server.listen(port, host ?? undefined, resolve);
  });
  return { address: addressOf(server), close: () => close(server) };
}

/** Where this machine reaches it. */
function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Before anything of it is read; what does not say its length, Bolt stops reading at the same bound. */
function isTooLarge({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) > LARGEST_BODY;
}

function refuse(response: ServerResponse, status: 413 | 503): void {
  response.writeHead(status, { connection: 'close' }).end();
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
