import type { Context } from 'hono';
import { invalidForm, refusal } from '../api-error.ts';
import type { Upload } from '../attachments.ts';
import { limits } from '../limits.ts';
import { tooLong } from '../validate.ts';

export interface RequestBody {
  readonly json: unknown;
  readonly uploads: readonly Upload[];
}

/** JSON, or multipart with `payload_json` and `files[n]`. reference#uploading-files */
export async function readBody(context: Context): Promise<RequestBody> {
  const type = context.req.header('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) return { json: parse(await context.req.text()), uploads: [] };
  const form = await context.req.formData().catch(() => {
    throw refusal('invalidJson');
  });
  const payload = form.get('payload_json');
  const uploads: Upload[] = [];
  for (const [key, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (index === undefined || typeof value === 'string') continue;
    const bytes = new Uint8Array(await value.arrayBuffer());
    uploads.push({ index: Number(index), name: value.name, type: value.type || 'application/octet-stream', bytes });
  }
  if (uploads.length > limits.files) throw invalidForm([tooLong(['files'], limits.files)]);
  return { json: typeof payload === 'string' ? parse(payload) : {}, uploads };
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('invalidJson');
  }
}
