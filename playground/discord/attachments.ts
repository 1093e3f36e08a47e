import type { MessageBody } from './message-rules.ts';
import type { World } from './world.ts';

/** A part `files[n]` of a multipart request. */
export interface Upload {
  readonly index: number;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly url: string;
  readonly proxy_url: string;
  readonly content_type?: string;
  readonly description?: string;
  readonly width?: number;
  readonly height?: number;
}

/** Keeps the uploads as files of the local Discord and describes them; ids in the body are the parts' numbers. */
export function storeUploads(
  world: World,
  channelId: string,
  uploads: readonly Upload[],
  body: MessageBody,
): Attachment[] {
  return uploads.map((upload) => {
    const described = body.attachments?.find(({ id }) => id === String(upload.index));
    const id = world.nextId();
    const filename = described?.filename ?? upload.name;
    const path = `/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`;
    const { bytes, type } = upload;
    world.files.set(`${channelId}/${id}`, { name: filename, type, bytes });
    const url = `${world.origin}${path}`;
    return {
      id,
      filename,
      size: bytes.byteLength,
      url,
      proxy_url: url,
      content_type: type,
      ...(described?.description ? { description: described.description } : {}),
      ...pngSize(bytes),
    };
  });
}

/** What stands after an edit: without `attachments` all old ones stay, with it those that it lists. */
export function keptAttachments<T extends { readonly id: string }>(before: readonly T[], body: MessageBody): T[] {
  const listed = body.attachments;
  return listed ? before.filter(({ id }) => listed.some((kept) => kept.id === id)) : [...before];
}

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** Width and height stand in the IHDR chunk, bytes 16 to 24. */
function pngSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const data = Buffer.from(bytes);
  if (data.length < 24 || data.subarray(0, 8).toString('hex') !== PNG_SIGNATURE) return undefined;
  return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}
