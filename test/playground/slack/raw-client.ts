import { WebSocket } from 'ws';
import type { LocalSlack } from '../../../playground/slack/local-slack.ts';

export interface Envelope {
  readonly type: string;
  readonly envelope_id: string;
  readonly payload: Record<string, unknown>;
}

export interface RawClient {
  /** Everything that came, in order. */
  readonly envelopes: readonly Envelope[];
  call(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Ends the connection as a killed process would. */
  close(): void;
}

export interface RawAnswers {
  readonly acknowledges?: boolean;
  /** What its acknowledgements carry. */
  readonly answer?: (envelope: Envelope) => unknown;
}

/** A client that knows nothing but Slack's documentation: `fetch`, a WebSocket, and acknowledgements by envelope id. */
export async function rawClient(
  slack: LocalSlack,
  { acknowledges = true, answer }: RawAnswers = {},
): Promise<RawClient> {
  const { SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN } = slack.environment;
  const request = async (method: string, token: string | undefined, args: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${SLACK_API_URL}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(args),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const { url } = await request('apps.connections.open', SLACK_APP_TOKEN, {});
  const socket = new WebSocket(String(url));
  const envelopes: Envelope[] = [];
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as Envelope;
      if (message.type === 'hello') return resolve();
      envelopes.push(message);
      if (acknowledges) socket.send(JSON.stringify({ envelope_id: message.envelope_id, payload: answer?.(message) }));
    });
  });
  return {
    envelopes,
    call: (method, args) => request(method, SLACK_BOT_TOKEN, args),
    close: () => socket.terminate(),
  };
}
