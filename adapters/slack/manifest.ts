import type { CommandDescription, OptionDescription } from '../../src/engine/commands/spec.ts';

/**
 * The app's manifest, projected from the commands: https://docs.slack.dev/reference/app-manifest
 * Created at https://api.slack.com/apps with *From a manifest*.
 */

/** The least that works, each with its reason. */
export const botScopes = [
  // `/kith` and `/kith-admin`
  'commands',
  // prompts, answers and posts
  'chat:write',
  // opening the direct message of somebody who joined
  'im:write',
  // looking a message up after its answer was lost: only in the app's own direct messages …
  'im:history',
  // … and where a program has a doorbell, in a channel the app was invited to
  'channels:history',
  'groups:history',
  // name, zone, language, and whether somebody is a guest or an admin
  'users:read',
  // do-not-disturb, so that a card waits until it ends; out-of-office statuses come with users:read
  'dnd:read',
  // pictures of one's own trend
  'files:write',
] as const;

const botEvents = ['app_home_opened', 'app_uninstalled', 'tokens_revoked', 'user_change', 'dnd_updated_user'] as const;

/** Entries of a message's menu and of the search box. */
export const shortcuts = {
  message: {
    name: 'Thank for this',
    type: 'message',
    callback_id: 'thank_for_message',
    description: 'Thank the author for this message',
  },
  global: { name: 'Thank somebody', type: 'global', callback_id: 'thank', description: 'Say thanks to somebody here' },
} as const;

export interface ManifestOptions {
  /** `null`: Socket Mode, which needs no address. */
  readonly publicUrl: string | null;
}

const SUMMARIES = {
  kith: 'Keep in touch with the people around you',
  'kith-admin': 'Set up and look after Kith (organizers)',
} as const;
const HINT_MOST = 1000;

const HINTS: Partial<Record<OptionDescription['kind'], string>> = {
  person: '@person',
  people: '@person…',
  channel: '#channel',
};

function optionHint({ name, kind, required }: OptionDescription): string {
  const word = HINTS[kind] ?? name;
  return required ? word : `[${word}]`;
}

/** `home | thanks @person [words]`: what may follow, by the commands' own options. */
export function usageHint(commands: readonly CommandDescription[]): string {
  const leaves = commands.map(({ words, options }) => [...words, ...options.map(optionHint)].join(' '));
  let hint = '';
  for (const leaf of leaves) {
    const longer = hint === '' ? leaf : `${hint} | ${leaf}`;
    if (longer.length > HINT_MOST - 4) return `${hint} | …`;
    hint = longer;
  }
  return hint;
}

export function slackManifest(commands: readonly CommandDescription[], { publicUrl }: ManifestOptions) {
  const events = publicUrl === null ? {} : { request_url: new URL('/slack/events', publicUrl).href };
  const url = publicUrl === null ? {} : { url: events.request_url };
  const redirects = publicUrl === null ? {} : { redirect_urls: [new URL('/slack/oauth_redirect', publicUrl).href] };
  return {
    display_information: {
      name: 'Kith',
      description: 'Helps people keep the bonds that keep them well',
      background_color: '#2f4a3f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Kith', always_online: true },
      shortcuts: Object.values(shortcuts),
      slash_commands: (['kith', 'kith-admin'] as const).map((under) => {
        const hint = usageHint(commands.filter((command) => command.under === under));
        return {
          command: `/${under}`,
          description: SUMMARIES[under],
          ...(hint === '' ? {} : { usage_hint: hint }),
          // Mentions arrive as ids.
          should_escape: true,
          ...url,
        };
      }),
    },
    oauth_config: { scopes: { bot: [...botScopes] }, ...redirects },
    settings: {
      event_subscriptions: { ...events, bot_events: [...botEvents] },
      interactivity: { is_enabled: true, ...events },
      org_deploy_enabled: false,
      socket_mode_enabled: publicUrl === null,
      token_rotation_enabled: false,
    },
  };
}

/** As it stands in `slack-manifest.json`. */
export function manifestText(commands: readonly CommandDescription[], options: ManifestOptions): string {
  return `${JSON.stringify(slackManifest(commands, options), null, 2)}\n`;
}
