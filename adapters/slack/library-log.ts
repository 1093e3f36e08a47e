import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../../src/engine/ports/log.ts';

/**
 * Hears what Bolt and its clients say. Their lines can quote payloads and requests after a bracket, brace, quote or colon (a malformed
 * body is quoted in full), so only the words before that are kept.
 */
export function libraryLogger(log: Log): Logger {
  const say = (level: 'warn' | 'error') => (first: unknown) => {
    const text = first instanceof Error ? first.name : String(first);
    log.warn('slack.library', {
      level,
      says: text
        .split(/["'([{:]/, 1)[0]
        ?.trim()
        .slice(0, 120),
    });
  };
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: say('warn'),
    error: say('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
