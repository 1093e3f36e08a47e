import { installLink, registerCommands } from '../adapters/discord/discord.ts';
import { ConfigError, loadConfig } from './config.ts';
import { PlatformError } from './engine/errors.ts';
import { told } from './told.ts';

const SAID = {
  registered: 'Discord has Kith’s commands now. Who has Discord open may have to reload it to see them.',
  unchanged: 'Discord already has exactly these commands; nothing was changed.',
} as const;

/** Tells Discord of Kith’s commands, and the operator how to add Kith to a server. */
async function register(): Promise<string> {
  const { discord } = loadConfig();
  if (discord === null) {
    throw new ConfigError([
      'DISCORD_TOKEN is missing: the bot’s token, from “Bot” at https://discord.com/developers/applications.',
      'DISCORD_APPLICATION_ID is missing: the application’s id, from “General Information” there.',
    ]);
  }
  const outcome = await registerCommands(discord);
  return `${SAID[outcome]}\nAdd Kith to a server: ${installLink(discord.applicationId)}\n`;
}

function explained(error: unknown): string {
  if (!(error instanceof PlatformError)) return told(error);
  if (error.outcome !== 'refused') return `Discord gave no answer (${error.message}). Try again in a minute.`;
  switch (error.refusal) {
    case 'installation-gone':
      return `Discord does not accept DISCORD_TOKEN (${error.message}). Copy it anew from “Bot”.`;
    case 'malformed':
      return `Discord does not take these commands (${error.message}). That is a fault of Kith: please report it.`;
    default:
      return `DISCORD_APPLICATION_ID and DISCORD_TOKEN do not belong together (${error.message}).`;
  }
}

try {
  process.stdout.write(await register());
} catch (error) {
  process.stderr.write(`${explained(error)}\n`);
  process.exitCode = 1;
}
