import type { IncomingMessage } from 'node:http';
import { SlackError } from './web-api/method.ts';

const contentType = (request: IncomingMessage) => (request.headers['content-type'] ?? '').toLowerCase();

function formData(request: IncomingMessage, body: Buffer): Promise<FormData> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(new Uint8Array(body), { headers }).formData();
}

/** The arguments of a method: form fields, JSON, multipart, or the query of the address. */
export async function readArguments(request: IncomingMessage, body: Buffer): Promise<Record<string, unknown>> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
  const type = contentType(request);
  if (body.length === 0) return query;
  if (type.startsWith('application/json')) return { ...query, ...jsonObject(body) };
  if (type.startsWith('multipart/form-data')) return { ...query, ...Object.fromEntries(await formData(request, body)) };
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) };
  throw new SlackError('invalid_post_type');
}

function jsonObject(body: Buffer): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    throw new SlackError('invalid_json');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SlackError('json_not_object');
  return parsed;
}

/** The token of a request: a bearer header, or the `token` argument. */
export function tokenOf(request: IncomingMessage, args: Record<string, unknown>): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : undefined);
}

/** The bytes of an upload, sent bare or as the only file of a form. */
export async function readUpload(request: IncomingMessage, body: Buffer): Promise<Uint8Array<ArrayBuffer>> {
  if (!contentType(request).startsWith('multipart/form-data')) return new Uint8Array(body);
  for (const value of (await formData(request, body)).values())
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  return new Uint8Array();
}
