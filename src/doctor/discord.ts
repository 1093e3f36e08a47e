import { counted, type Finding, fine, warning, wrong } from './findings.ts';

/** What Discord said of the bot. */
export type DiscordSeen =
  | {
      readonly kind: 'accepted';
      readonly applicationId: string;
      readonly commands: 'same' | 'different' | 'none' | null;
      readonly servers: readonly { readonly name: string; readonly missing: readonly string[] }[];
      readonly channels: readonly { readonly id: string; readonly missing: readonly string[] | null }[];
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable'; readonly code: string };
type Accepted = Extract<DiscordSeen, { kind: 'accepted' }>;

const WHERE = 'https://discord.com/developers/applications';

/** What was found of Discord. @param link the address at which Kith is added to a server */
export function discordFindings(seen: DiscordSeen, link: string): readonly Finding[] {
  switch (seen.kind) {
    case 'refused':
      return [
        wrong(
          'Discord does not accept DISCORD_TOKEN',
          `make a new token under “Bot → Reset Token” at ${WHERE} and copy it`,
        ),
      ];
    case 'unreachable':
      return [
        wrong(
          `Discord could not be asked (${seen.code})`,
          'check that this machine reaches the internet, and DISCORD_API_URL if it is set; then try again',
        ),
      ];
    case 'accepted':
      return [
        fine('Discord accepts the bot token'),
        ...commandFindings(seen),
        ...serverFindings(seen, link),
        ...channelFindings(seen),
      ];
    default:
      return seen satisfies never;
  }
}

function commandFindings({ commands, applicationId }: Accepted): readonly Finding[] {
  switch (commands) {
    case 'same':
      return [fine('Discord has all commands')];
    case 'none':
      return [wrong('No commands are registered at Discord', 'npm run discord:register')];
    case 'different':
      return [wrong('The commands registered at Discord are those of another version', 'npm run discord:register')];
    case null:
      return [
        wrong(
          'DISCORD_APPLICATION_ID is not the application that DISCORD_TOKEN belongs to',
          `set it to ${applicationId}, or use the token of the other application`,
        ),
      ];
    default:
      return commands satisfies never;
  }
}

function serverFindings({ servers }: Accepted, link: string): readonly Finding[] {
  if (servers.length === 0) {
    return [warning('Kith is in no Discord server yet', `somebody with “Manage Server” adds it at ${link}`)];
  }
  const lacking = servers.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) return [fine(`Kith has the permissions it needs in ${counted(servers.length, 'server')}`)];
  return lacking.map(({ name, missing }) =>
    wrong(
      `In the server “${name}” Kith lacks ${missing.join(', ')}`,
      'give it to the role Kith under “Server Settings → Roles”',
    ),
  );
}

function channelFindings({ channels }: Accepted): readonly Finding[] {
  return channels.flatMap(({ id, missing }) => {
    const link = `the Discord channel with id ${id}`;
    if (missing === null || missing.includes('View Channel')) {
      return [
        wrong(
          `A program posts in ${link}, which Kith cannot see (View Channel)`,
          'allow it under “Edit Channel → Permissions”, or have an organizer choose another channel',
        ),
      ];
    }
    if (missing.length === 0) return [];
    return [
      wrong(
        `A program posts in ${link}, where Kith lacks ${missing.join(', ')}`,
        'allow it there under “Edit Channel → Permissions”',
      ),
    ];
  });
}

/** Which part of the gateway runs. @param seen `null` when no process has ever been there */
export function shardFindings(
  seen: { readonly shards: number; readonly running: number; readonly processes: number } | null,
): readonly Finding[] {
  if (seen === null || seen.processes === 0) {
    return [fine('No process is connected to Discord right now (npm start connects one)')];
  }
  const { shards, running, processes } = seen;
  const where = `in ${counted(processes, 'process', 'processes')}`;
  if (running === shards) return [fine(`Discord’s gateway runs: ${counted(shards, 'shard')} ${where}`)];
  return [
    warning(
      `Of ${counted(shards, 'shard')} of Discord’s gateway ${running} run, ${where}`,
      'wait half a minute: a process that is gone is followed by another; if it stays so, look for “discord.” in the log',
    ),
  ];
}
