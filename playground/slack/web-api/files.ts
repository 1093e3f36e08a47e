import * as z from 'zod';
import { newId } from '../identity.ts';
import type { StoredFile } from '../workspace.ts';
import { type Api, json, method, SlackError, ts } from './method.ts';
import { writableChannel } from './places.ts';

/** A file as messages and files.completeUploadExternal show it. */
function rawFile(file: StoredFile, origin: string, user: string) {
  const filetype = file.name.split('.').at(-1) ?? '';
  const images = new Map([
    ['png', 'image/png'],
    ['jpg', 'image/jpeg'],
    ['gif', 'image/gif'],
  ]);
  const address = `${origin}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: images.get(filetype) ?? 'application/octet-stream',
    filetype,
    user,
    size: file.length,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: address,
    url_private_download: address,
  };
}

function complete(api: Api, id: string, title: string | undefined): StoredFile {
  const file = api.workspace.files.get(id);
  if (!file?.bytes) throw new SlackError('file_not_found');
  if (file.complete) throw new SlackError('file_already_completed');
  file.title = title ?? file.name;
  file.complete = true;
  return file;
}

const write = { scopes: ['files:write'] };

/** files.*: the upload in three steps that replaced files.upload. */
export const fileMethods = [
  method(
    'files.getUploadURLExternal',
    write,
    { filename: z.string().min(1), length: z.coerce.number().int().min(1), alt_txt: z.string().optional() },
    ({ filename, length }, api) => {
      const id = newId('F');
      api.workspace.files.set(id, { id, name: filename, title: filename, length, bytes: undefined, complete: false });
      return { upload_url: `${api.origin}/upload/v1/${id}`, file_id: id };
    },
  ),

  method(
    'files.completeUploadExternal',
    write,
    {
      files: json.pipe(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1)),
      channel_id: z.string().optional(),
      thread_ts: ts.optional(),
      initial_comment: z.string().optional(),
    },
    (args, api) => {
      const { botUserId } = api.workspace.identity;
      const channel = args.channel_id === undefined ? undefined : writableChannel(api, args.channel_id);
      const files = args.files
        .map(({ id, title }) => complete(api, id, title))
        .map((file) => rawFile(file, api.origin, botUserId));
      if (channel) {
        const thread = args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts };
        api.workspace.post(channel, botUserId, { text: args.initial_comment ?? '', files, ...thread });
      }
      return { files };
    },
  ),
];
