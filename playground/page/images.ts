import { HTTPException } from 'hono/http-exception';
import type { LocalPlatform } from '../driver.ts';

const folders: Readonly<Record<LocalPlatform['platform'], string>> = {
  slack: '/files-pri/',
  discord: '/attachments/',
};

/** The first bytes of the pictures that chat platforms show. */
const kinds: readonly (readonly [type: string, start: string])[] = [
  ['image/png', '89504e470d0a1a0a'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '474946383'],
];

/** A picture that was sent on a local platform, given from our own origin so that the page needs no other. */
export async function image(platform: LocalPlatform, path: string): Promise<Response> {
  const origin = originOf(platform);
  const url = new URL(path, origin);
  if (url.origin !== origin || !url.pathname.startsWith(folders[platform.platform])) {
    throw new HTTPException(400, { message: 'Only pictures of the local platforms are shown.' });
  }
  const token = platform.environment.SLACK_BOT_TOKEN;
  const response = await fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  const type = kinds.find(([, signature]) => start.startsWith(signature))?.[0];
  if (!response.ok || type === undefined) throw new HTTPException(404, { message: 'There is no such picture.' });
  return new Response(bytes, { headers: { 'content-type': type, 'cache-control': 'private, max-age=3600' } });
}

function originOf({ environment }: LocalPlatform): string {
  return new URL(environment.SLACK_API_URL ?? environment.DISCORD_API_URL ?? '').origin;
}
