import { createHash } from 'node:crypto';
import type { Block, Card } from '../../src/engine/card/card.ts';
import { PlatformError } from '../../src/engine/errors.ts';
import { preparing } from './errors.ts';
import { times } from './limits.ts';
import type { Workspace } from './workspaces.ts';

type Image = Extract<Block, { kind: 'image' }>;

const MOST_KEPT = 500;

const keyOf = (workspace: Workspace, image: Image) =>
  `${workspace.teamId}:${createHash('sha256').update(image.pngBase64).digest('base64')}`;

/**
 * Uploads a card's pictures and remembers them by content: a send that is tried again uses the file already there.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
export class Images {
  readonly #files = new Map<string, string>();

  /** Uploads what is new; afterwards {@link of} knows every picture of the card. */
  async upload(workspace: Workspace, card: Card): Promise<void> {
    for (const block of card.blocks) {
      if (block.kind !== 'image' || this.of(workspace, block)) continue;
      const id = await uploaded(workspace, block);
      if (this.#files.size >= MOST_KEPT) this.#files.clear();
      this.#files.set(keyOf(workspace, block), id);
    }
  }

  of(workspace: Workspace, image: Image): string | undefined {
    return this.#files.get(keyOf(workspace, image));
  }
}

async function uploaded({ web }: Workspace, image: Image): Promise<string> {
  const bytes = Buffer.from(image.pngBase64, 'base64');
  const begun = await preparing(web.files.getUploadURLExternal({ filename: image.name, length: bytes.length }));
  if (!begun.upload_url || !begun.file_id) throw PlatformError.busy(times.call, 'no_upload_url');
  await put(begun.upload_url, bytes);
  await preparing(web.files.completeUploadExternal({ files: [{ id: begun.file_id, title: image.name }] }));
  return begun.file_id;
}

/** Nothing is shown anywhere before the upload is completed, so a failure here may be tried again. */
async function put(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: bytes, signal: AbortSignal.timeout(times.call) }).catch(
    (cause: unknown) => {
      throw PlatformError.busy(times.call, 'upload_failed', cause);
    },
  );
  await answer.body?.cancel();
  if (!answer.ok) throw PlatformError.busy(times.call, `upload_http_${answer.status}`);
}
