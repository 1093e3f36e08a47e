import * as z from 'zod';
import type { Installation } from '../installation.ts';
import type { Triggers } from '../triggers.ts';
import type { Workspace } from '../workspace.ts';

/** What the methods work on. */
export interface Api {
  readonly workspace: Workspace;
  readonly installation: Installation;
  readonly triggers: Triggers;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  /** An address for one Socket Mode connection, or `undefined` where Socket Mode is off. */
  newSocketUrl(): string | undefined;
}

/** A refusal with Slack's own error code; `messages` go to `response_metadata.messages`. */
export class SlackError extends Error {
  readonly code: string;
  readonly messages: readonly string[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: string, messages: readonly string[] = [], extra: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.messages = messages;
    this.extra = extra;
  }
}

export type Answer = Record<string, unknown>;

export interface Method {
  readonly name: string;
  readonly token: 'bot' | 'app' | 'none';
  /** Any one of these scopes suffices; empty where none is needed. */
  readonly scopes: readonly string[];
  run(args: Record<string, unknown>, api: Api): Answer;
}

/** Declares a method: its arguments are parsed first, and refused as `invalid_arguments` where they do not fit. */
export function method<Shape extends z.ZodRawShape>(
  name: string,
  needs: { token?: Method['token']; scopes?: readonly string[] },
  shape: Shape,
  run: (args: z.output<z.ZodObject<Shape>>, api: Api) => Answer,
): Method {
  const schema = z.object(shape);
  return {
    name,
    token: needs.token ?? 'bot',
    scopes: needs.scopes ?? [],
    run(args, api) {
      const parsed = schema.safeParse(args);
      if (parsed.success) return run(parsed.data, api);
      throw new SlackError(
        'invalid_arguments',
        parsed.error.issues.map((issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`),
      );
    },
  };
}

/** Arguments arrive as JSON values or as form fields, in which everything is a string. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0', '']).transform((text) => text === 'true' || text === '1')])
  .default(false);
export const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);
export const ts = z.union([z.string(), z.number().transform(String)]);

/** A structure that stands as itself in a JSON body and as JSON text in a form. */
export const json = z.unknown().transform((value) => {
  if (typeof value !== 'string') return value;
  if (value === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
});

/** One page of a list and the cursor of the next (empty on the last). */
export function page<T>(items: readonly T[], limit: number, cursor: string | undefined) {
  const start = cursor ? Number(Buffer.from(cursor, 'base64url').toString()) : 0;
  if (!Number.isInteger(start) || start < 0) throw new SlackError('invalid_cursor');
  const end = start + limit;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : '';
  return { items: items.slice(start, end), next };
}
