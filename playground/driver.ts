/**
 * One vocabulary for acting as a person on a local platform and for reading exactly what that person sees.
 * The journey tests and the page use it; the local Slack and the local Discord implement it.
 */

/** A message as one person sees it. */
export interface Seen {
  /** The platform's message id (Slack `ts`, Discord snowflake). */
  readonly id: string;
  /** Channel (or direct-message channel) it stands in. */
  readonly place: string;
  /** User id of the author (the bot's user id for Kith). */
  readonly author: string;
  /** Everything a person reads in it, top to bottom, plain: mentions as `@Name`, no markup, no buttons. */
  readonly text: string;
  /** What a lock screen would show. */
  readonly notification: string;
  readonly buttons: readonly { readonly label: string; readonly disabled: boolean }[];
  readonly selects: readonly SeenSelect[];
  readonly images: readonly { readonly alt: string; readonly url: string }[];
  /** Only this person sees it, and it is gone after a reload. */
  readonly ephemeral: boolean;
  readonly edited: boolean;
  /** The message as the platform's own API would give it (for the page). */
  readonly raw: unknown;
}

export interface SeenSelect {
  /** The placeholder. */
  readonly label: string;
  readonly kind: 'options' | 'people' | 'channels';
  /** Labels of the options; people's and channels' names for those kinds. */
  readonly options: readonly string[];
}

export interface SeenInput {
  readonly label: string;
  readonly hint: string;
  readonly kind: 'text' | 'options' | 'people' | 'channels';
  readonly required: boolean;
  readonly multiline: boolean;
  /** What stands in it (text, or the labels chosen). */
  readonly value: string | readonly string[];
  readonly options: readonly string[];
  /** What the app said is wrong with it, after a refused submit. */
  readonly error: string;
}

export interface SeenModal {
  readonly title: string;
  readonly submitLabel: string;
  /** Text that is not an input. */
  readonly text: string;
  readonly inputs: readonly SeenInput[];
  readonly raw: unknown;
}

/** One person at one keyboard. Every act resolves when the app has acknowledged it, or rejects with what the person would see. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** Runs a slash command: `/kith thanks @Sam for the soup`. `place` is a channel name or id; the default is #general. */
  type(line: string, place?: string): Promise<void>;
  /** Presses a button by its label, on the given message or on the newest visible message or App Home that has it. */
  press(label: string, message?: Seen): Promise<void>;
  /** Chooses in a select of a message (by placeholder), by option label, person's or channel's name. */
  choose(select: string, options: readonly string[], message?: Seen): Promise<void>;
  /** The modal that is open for this person. */
  modal(): SeenModal | undefined;
  /** Fills the open modal by input label (others keep their value) and submits it. */
  submit(values: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  /** Closes the open modal. */
  dismiss(): Promise<void>;
  /** All messages this person can see, oldest first; `'direct'` means the conversation with the app. */
  sees(place?: string): readonly Seen[];
  /** Opens the App Home tab and returns it; `undefined` where the platform has none. */
  home(): Promise<Seen | undefined>;
  /** Waits (event-driven, no polling interval) until `look` returns something; rejects after `timeoutMs` (default 20000) with what was seen. */
  until<T>(what: string, look: (actor: Actor) => T | undefined | false, timeoutMs?: number): Promise<T>;
  /** Reloads the client: ephemeral messages are gone. */
  reload(): void;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly locale: string;
  readonly admin: boolean;
  readonly bot: boolean;
}

export interface Place {
  readonly id: string;
  readonly name: string;
}

/** A fault the next matching request (or message to the app) meets. Counted down; `times` defaults to 1. */
export type Fault = { readonly match?: string | RegExp; readonly times?: number } & (
  | { readonly kind: 'rate-limit'; readonly retryAfterMs: number }
  | { readonly kind: 'status'; readonly status: 500 | 502 | 503 }
  /** The request takes effect but its answer never arrives: the connection is cut. */
  | { readonly kind: 'lose-answer' }
  /** The request neither takes effect nor is answered: the connection is cut. */
  | { readonly kind: 'drop' }
  /** It arrives late, and so takes effect late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** It takes effect at once; the answer comes late. */
  | { readonly kind: 'late-answer'; readonly ms: number }
);

/** A request that the real platform would have refused. A test expects none unless it provoked one. */
export interface Refusal {
  readonly request: string;
  readonly code: string;
  readonly detail: string;
}

/** A local Slack or a local Discord: one workspace or server, with people in it. */
export interface LocalPlatform {
  readonly platform: 'slack' | 'discord';
  /** The environment with which Kith connects to it (tokens, secrets, API address). */
  readonly environment: Readonly<Record<string, string>>;
  /** The workspace's or server's id. */
  readonly communityId: string;
  readonly botId: string;
  readonly people: readonly Person[];
  readonly places: readonly Place[];
  /** An actor by person's name or id. The same person always has the same actor. */
  as(person: string): Actor;
  /** Arms a fault. Switches beyond faults of requests are methods of the platform's own class. */
  fault(fault: Fault): void;
  /** Disarms all of them; what a delay holds up goes on at once. */
  clearFaults(): void;
  /** Sends the newest interaction or event to the app once more, exactly as the platform redelivers it. */
  redeliver(): Promise<void>;
  readonly refusals: readonly Refusal[];
  /** Every message in the community, also those nobody but one person sees, for counting what was sent. */
  sent(): readonly Seen[];
  /** Resolves when the app is connected and has its commands. */
  connected(timeoutMs?: number): Promise<void>;
  /** Tells of every visible change; returns how to stop listening. */
  onChange(listener: () => void): () => void;
  stop(): Promise<void>;
}
