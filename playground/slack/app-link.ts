/** One message from Slack to the app, by whichever way it goes. */
export interface Delivery {
  /** Socket Mode's envelope type. */
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Readonly<Record<string, unknown>>;
  /** What faults match: the kind and what it is about. */
  readonly subject: string;
  readonly envelopeId: string;
  /** The first repetition is number 1. */
  readonly retry?: { readonly number: number; readonly reason: 'http_timeout' | 'http_error' | 'timeout' };
}

/** What came back. The body is what an acknowledgement carried: `undefined`, text, or a structure. */
export type Acknowledgement =
  | { readonly kind: 'acknowledged'; readonly body: unknown }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed'; readonly why: string };

/** The way to the app: Socket Mode or signed HTTP requests. */
export interface AppLink {
  deliver(delivery: Delivery, timeoutMs: number): Promise<Acknowledgement>;
  /** Resolves when the app can be reached. */
  connected(timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}
