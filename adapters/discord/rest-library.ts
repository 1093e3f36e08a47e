import { createRequire } from 'node:module';
import type * as Library from '@discordjs/rest';

/**
 * The part of discord.js that sends, without its gateway, caches and structures. It is taken by `require` as discord.js itself takes it:
 * an `import` would load a second copy, whose errors are of other classes.
 */
export const { DefaultRestOptions, DiscordAPIError, HTTPError, RateLimitError, REST }: typeof Library = createRequire(
  import.meta.url,
)('@discordjs/rest');
export type DiscordAPIError = Library.DiscordAPIError;
export type REST = Library.REST;
export type RESTOptions = Library.RESTOptions;
