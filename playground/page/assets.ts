import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('./browser/', import.meta.url);

/** Every file that may be served, by its name: nothing else can be asked for, however the name is written. */
const files = new Map<string, string>([
  ...readdirSync(folder).map((name) => [name, fileURLToPath(new URL(name, folder))] as const),
  ['preact.mjs', fileURLToPath(import.meta.resolve('preact'))],
  ['preact-hooks.mjs', fileURLToPath(import.meta.resolve('preact/hooks'))],
]);

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

export const assets = {
  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const path = files.get(name);
    return path === undefined ? undefined : readFile(path);
  },
};

export function assetType(name: string): string {
  return types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
}
