import * as z from 'zod';
import type { InventedPerson } from '../people.ts';

export interface LocalSlackOptions {
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  /** How the app is reached; Socket Mode unless told otherwise. */
  readonly mode?: 'socket' | 'http';
  /** The app's request URL (`http` mode); may also be set later. */
  readonly eventsUrl?: () => string;
  readonly people?: readonly InventedPerson[];
  readonly communityName?: string;
  readonly scopes?: readonly string[];
  /** Slash commands registered by the app's manifest. */
  readonly commands?: readonly string[];
  /** Events subscribed to by the app's manifest. */
  readonly events?: readonly string[];
  /** Enforces the documented rates times this factor (1 is Slack's); without it nothing is limited. */
  readonly rates?: number;
  /** Milliseconds; Slack's are 3000. */
  readonly triggerMs?: number;
  /** Milliseconds in which the app must acknowledge; Slack's are 3000. */
  readonly acknowledgeMs?: number;
  /** What people do while the app has no connection waits for one as long as for an acknowledgement; with Slack it fails at once. */
  readonly awaitsConnection?: boolean;
  /** Milliseconds for which opening the App Home waits for it to be published. */
  readonly homePatienceMs?: number;
}

/** Sent unless the options name others (`fromManifest` gives those of a manifest). */
export const subscribedEvents = [
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
  'user_change',
  'dnd_updated_user',
  'reaction_added',
  'reaction_removed',
];

const manifestSchema = z.object({
  features: z.object({ slash_commands: z.array(z.object({ command: z.string() })).default([]) }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).default({ bot_events: [] }),
  }),
});

/** The options with which the local Slack grants exactly what an app's manifest asks for, and refuses the rest. */
export function fromManifest(manifest: unknown): Required<Pick<LocalSlackOptions, 'scopes' | 'commands' | 'events'>> {
  const { features, oauth_config, settings } = manifestSchema.parse(manifest);
  return {
    scopes: oauth_config.scopes.bot,
    commands: features.slash_commands.map((each) => each.command),
    events: settings.event_subscriptions.bot_events,
  };
}
