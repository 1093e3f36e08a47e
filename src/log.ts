import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import type { Log } from './engine/ports/log.ts';

/** Should any of these ever be handed to a log by mistake, it is not written. */
const NEVER = [
  'text',
  'words',
  'question',
  'answer',
  'name',
  'token',
  'card',
  'modal',
  'fields',
  'input',
  'url',
  'password',
  'secret',
];

/**
 * The log: events and identifiers as JSON lines, never what a member wrote and never a token.
 * Errors are told by their class, code and stack; a parser's message quotes what it read, so that one is left out.
 */
export function createLog(level: Config['logLevel'], destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    redact: { paths: NEVER.flatMap((key) => [key, `*.${key}`]), censor: '[not logged]' },
    serializers: { cause: tellError },
  };
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, cause, fields) => logger.error({ event, cause, ...fields }),
  };
}

/** For programs that say themselves what goes wrong: `doctor` and `connect`. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function tellError(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const quotesInput = error instanceof SyntaxError;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    kind: error.constructor.name,
    code,
    message: quotesInput ? undefined : error.message,
    frames,
    cause: error.cause === undefined ? undefined : tellError(error.cause),
  };
}
