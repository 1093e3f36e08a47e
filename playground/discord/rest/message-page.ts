import { type FieldIssue, invalidForm } from '../api-error.ts';
import { limits } from '../limits.ts';
import { compareSnowflakes, isSnowflake } from '../snowflake.ts';
import type { Channel, StoredMessage, World } from '../world.ts';

/** resources/message#get-channel-messages: newest first; `around`, `before` and `after` exclude each other. */
export function pageOf(world: World, channel: Channel, query: Record<string, string>): StoredMessage[] {
  refuseBadQuery(query);
  const limit = Number(query.limit ?? 50);
  const all = [...world.messages.values()]
    .filter(({ api, ephemeralFor }) => api.channel_id === channel.id && !ephemeralFor)
    .toSorted((a, b) => compareSnowflakes(b.api.id, a.api.id));
  const { around, before, after } = query;
  if (before) return all.filter(({ api }) => compareSnowflakes(api.id, before) < 0).slice(0, limit);
  if (after) return all.filter(({ api }) => compareSnowflakes(api.id, after) > 0).slice(-limit);
  if (around) {
    const newer = all.filter(({ api }) => compareSnowflakes(api.id, around) > 0).slice(-Math.floor(limit / 2));
    const older = all.filter(({ api }) => compareSnowflakes(api.id, around) <= 0);
    return [...(limit > 1 ? newer : []), ...older].slice(0, limit);
  }
  return all.slice(0, limit);
}

function refuseBadQuery(query: Record<string, string>): void {
  const issues: FieldIssue[] = [];
  const limit = Number(query.limit ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > limits.messagesPerPage) {
    const message = `int value should be between 1 and ${limits.messagesPerPage}.`;
    issues.push({ path: ['limit'], code: 'NUMBER_TYPE_MAX', message });
  }
  for (const key of ['around', 'before', 'after'] as const) {
    const value = query[key];
    // "0" is a valid bound: everything is after it.
    if (value === undefined || value === '0' || isSnowflake(value)) continue;
    issues.push({ path: [key], code: 'NUMBER_TYPE_COERCE', message: `Value "${value}" is not snowflake.` });
  }
  if (issues.length > 0) throw invalidForm(issues);
}
