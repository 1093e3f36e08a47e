import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const openssl = async (...args: readonly string[]) => void (await promisify(execFile)('openssl', args));
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;

/** Files in PEM: an authority that only this test knows, and what it issued for 127.0.0.1. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Made by openssl, which Debian's PostgreSQL brings along; they are good for a day. */
export async function issueCertificates(folder: string): Promise<Certificates> {
  const [authority, authorityKey, certificate, key, request, names] = [
    'ca.crt',
    'ca.key',
    'server.crt',
    'server.key',
    'server.csr',
    'names.cnf',
  ].map((name) => join(folder, name)) as [string, string, string, string, string, string];
  await writeFile(names, 'subjectAltName=IP:127.0.0.1\n');
  const forUs = ['-subj', '/CN=Kith test authority', '-days', '1'];
  await openssl('req', '-x509', ...newKey, '-keyout', authorityKey, '-out', authority, ...forUs);
  await openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', '/CN=127.0.0.1');
  const by = ['-CA', authority, '-CAkey', authorityKey, '-CAcreateserial', '-extfile', names, '-days', '1'];
  await openssl('x509', '-req', '-in', request, '-out', certificate, ...by);
  return { authority, certificate, key };
}
