import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { OperatorError } from './engine/errors.ts';

/** What Kith was told by its environment. This file is the only reader of `process.env`. */
export interface Config {
  /** What this process does: receive from the platforms, send, or both. */
  readonly role: 'all' | 'web' | 'worker';
  /** Address it listens on; `null` for all, and for loopback where it is the playground. */
  readonly host: string | null;
  readonly port: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Who hosts this Kith, as onboarding names them; `null` when they did not say. */
  readonly operator: string | null;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Connections to the database at most, beside those of a queue in PostgreSQL. */
  readonly databasePool: number;
  /** Deliveries at work at once. */
  readonly concurrency: number;
  readonly redisUrl: string | null;
  readonly encryptionKeys: string | null;
  readonly slack: SlackConfig | null;
  readonly discord: DiscordConfig | null;
}

export interface SlackConfig {
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly apiUrl: string;
  readonly publicUrl: string | null;
  readonly stateSecret: string | null;
  /** What one workspace takes in all; `null` for what Slack documents at the least. */
  readonly messagesPerMinute: number | null;
}

export interface DiscordConfig {
  readonly token: string;
  readonly applicationId: string;
  readonly apiUrl: string;
  /** What Discord takes of the bot in all; `null` for what it documents. */
  readonly requestsPerSecond: number | null;
  /** Into how many shards the gateway is cut; `null` asks Discord. */
  readonly shards: number | null;
}

/** Says which variables are wrong and what each should be; never their values. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The environment needs mending before Kith can start:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

const isUrl = (protocols: readonly string[]) => (text: string) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);
const http = isUrl(['http:', 'https:']);

/** A platform's limit as its operator knows it. */
const limit = (most: number) => {
  const should = `should be a whole number from 1 to ${most}`;
  return z.coerce.number(should).int(should).min(1, should).max(most, should).optional();
};

const variables = z.object({
  KITH_ROLE: z.enum(['all', 'web', 'worker'], 'should be all, web or worker').default('all'),
  KITH_HOST: z
    .string()
    .refine((text) => isIP(text) !== 0, 'should be an address of this machine, such as 0.0.0.0')
    .optional(),
  PORT: z.coerce
    .number('should be a port')
    .int('should be a port')
    .min(0, 'should be a port')
    .max(65_535, 'should be a port')
    .default(3000),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'should be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  KITH_OPERATOR: z.string().max(80, 'should be at most 80 characters').optional(),
  KITH_DATA_DIR: z.string().default('.kith'),
  KITH_ENCRYPTION_KEYS: z
    .string()
    .regex(
      /^[\w-]{1,32}:[A-Za-z0-9+/]{43}=(,[\w-]{1,32}:[A-Za-z0-9+/]{43}=)*$/,
      'should be id:base64 of 32 random bytes, several separated by commas',
    )
    .optional(),
  DATABASE_URL: z
    .string()
    .refine(isUrl(['postgres:', 'postgresql:']), 'should be postgres://user:password@host:5432/name')
    .optional(),
  DATABASE_POOL: z.coerce
    .number('should be a number of connections')
    .int('should be a number of connections')
    .min(2, 'should be at least 2 connections')
    .max(500, 'should be at most 500 connections')
    .default(10),
  KITH_CONCURRENCY: z.coerce
    .number('should be a number of deliveries at once')
    .int('should be a number of deliveries at once')
    .min(1, 'should be at least 1 delivery at once')
    .max(1000, 'should be at most 1000 deliveries at once')
    .optional(),
  REDIS_URL: z
    .string()
    .refine(
      (text) => text.split(',').every((one) => isUrl(['redis:', 'rediss:'])(one.trim())),
      'should be redis://host:6379, or several nodes of a cluster separated by commas',
    )
    .optional(),
  PUBLIC_URL: z.string().refine(http, 'should be https://…, as the internet reaches this server').optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'should be a bot token, which begins with xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'should be an app-level token, which begins with xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(8, 'should be the signing secret from “Basic Information”').optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_API_URL: z
    .string()
    .refine(http, 'should be https://slack.com/api/ or another Slack’s address')
    .default('https://slack.com/api/'),
  SLACK_MESSAGES_PER_MINUTE: limit(6000),
  DISCORD_TOKEN: z.string().min(20, 'should be the bot’s token').optional(),
  DISCORD_APPLICATION_ID: z
    .string()
    .regex(/^\d{15,21}$/, 'should be the application’s id, a long number')
    .optional(),
  DISCORD_API_URL: z
    .string()
    .refine(http, 'should be https://discord.com/api or another Discord’s address')
    .default('https://discord.com/api'),
  DISCORD_REQUESTS_PER_SECOND: limit(1000),
  DISCORD_SHARDS: z.coerce
    .number('should be a number of shards')
    .int('should be a number of shards')
    .min(1, 'should be a number of shards')
    .max(10_000, 'should be a number of shards')
    .optional(),
});
type Variables = z.infer<typeof variables>;
/** What is set, well or badly. */
type Given = Readonly<Partial<Record<keyof Variables, unknown>>>;

/**
 * Checks an environment.
 * @throws ConfigError naming every missing or malformed variable and what it should be
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const filled = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = variables.safeParse(filled);
  const malformed = parsed.error?.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`) ?? [];
  const problems = [...malformed, ...missing(filled)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const v = parsed.data;
  return Object.freeze({
    role: v.KITH_ROLE,
    host: v.KITH_HOST ?? null,
    port: v.PORT,
    logLevel: v.LOG_LEVEL,
    operator: v.KITH_OPERATOR ?? null,
    dataDir: v.KITH_DATA_DIR,
    databaseUrl: v.DATABASE_URL ?? null,
    databasePool: v.DATABASE_POOL,
    // Half of them wait for a platform or a queue, and what the others ask of the database is asked together.
    concurrency: v.KITH_CONCURRENCY ?? 2 * v.DATABASE_POOL,
    redisUrl: v.REDIS_URL ?? null,
    encryptionKeys: v.KITH_ENCRYPTION_KEYS ?? null,
    slack: slackOf(v),
    discord: discordOf(v),
  });
}

function wantsSlack(v: Given): boolean {
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET } = v;
  return [SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET].some(
    (one) => one !== undefined,
  );
}

function wantsDiscord(v: Given): boolean {
  return v.DISCORD_TOKEN !== undefined || v.DISCORD_APPLICATION_ID !== undefined;
}

/** What has to stand beside what is there. */
function missing(v: Given): readonly string[] {
  const problems: string[] = [];
  if (wantsSlack(v)) {
    const oauth = v.SLACK_CLIENT_ID !== undefined && v.SLACK_CLIENT_SECRET !== undefined;
    if (v.SLACK_BOT_TOKEN === undefined && !oauth) {
      problems.push(
        'SLACK_BOT_TOKEN is missing: the bot token of one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many.',
      );
    }
    if (v.SLACK_APP_TOKEN === undefined && v.SLACK_SIGNING_SECRET === undefined) {
      problems.push(
        'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing: one of them lets Slack reach Kith.',
      );
    }
    if (v.SLACK_BOT_TOKEN === undefined && oauth && v.SLACK_SIGNING_SECRET === undefined) {
      problems.push('SLACK_SIGNING_SECRET is missing: many workspaces are served over HTTP.');
    }
  }
  if (wantsDiscord(v)) {
    if (v.DISCORD_TOKEN === undefined) problems.push('DISCORD_TOKEN is missing: the bot’s token.');
    if (v.DISCORD_APPLICATION_ID === undefined)
      problems.push('DISCORD_APPLICATION_ID is missing: the application’s id.');
  }
  const isPlayground = !wantsSlack(v) && !wantsDiscord(v);
  if (isPlayground && (v.KITH_ROLE === 'web' || v.KITH_ROLE === 'worker')) {
    problems.push(`KITH_ROLE is ${v.KITH_ROLE}, but the tokens of a platform are missing.`);
  }
  if (!isPlayground && v.KITH_ENCRYPTION_KEYS === undefined) {
    problems.push(
      'KITH_ENCRYPTION_KEYS is missing: what members write is encrypted with it. Make one with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
  return problems;
}

/** What is signed for browsers is signed with a secret of its own: the keys of what members wrote are handed to no library. */
function secretFor(purpose: string, keys: string): string {
  return createHmac('sha256', keys).update(purpose).digest('base64url');
}

function slackOf(v: Variables): SlackConfig | null {
  if (!wantsSlack(v)) return null;
  return {
    botToken: v.SLACK_BOT_TOKEN ?? null,
    appToken: v.SLACK_APP_TOKEN ?? null,
    signingSecret: v.SLACK_SIGNING_SECRET ?? null,
    clientId: v.SLACK_CLIENT_ID ?? null,
    clientSecret: v.SLACK_CLIENT_SECRET ?? null,
    apiUrl: v.SLACK_API_URL,
    publicUrl: v.PUBLIC_URL ?? null,
    stateSecret: v.KITH_ENCRYPTION_KEYS === undefined ? null : secretFor('slack oauth state', v.KITH_ENCRYPTION_KEYS),
    messagesPerMinute: v.SLACK_MESSAGES_PER_MINUTE ?? null,
  };
}

function discordOf(v: Variables): DiscordConfig | null {
  const { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId } = v;
  if (token === undefined || applicationId === undefined) return null;
  return {
    token,
    applicationId,
    apiUrl: v.DISCORD_API_URL,
    requestsPerSecond: v.DISCORD_REQUESTS_PER_SECOND ?? null,
    shards: v.DISCORD_SHARDS ?? null,
  };
}

/** The environment, and `.env` for what it does not set. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return { ...process.env };
}

/** Reads the environment and checks it. @throws ConfigError */
export function loadConfig(): Config {
  return parseConfig(readEnvironment());
}
