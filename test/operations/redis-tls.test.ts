import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import { startLocalDiscord } from '../../playground/discord/local-discord.ts';
import { lineOf } from '../../src/doctor/findings.ts';
import { redisFindings } from '../../src/doctor/redis.ts';
import { issueCertificates } from '../servers/certificates.ts';
import { freshDatabase, restartableRedis } from '../servers/database.ts';
import { kithProcess } from './process.ts';

test('a Redis over TLS, certified by an authority of one’s own, is used where Node is told of it; elsewhere the doctor says why not', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-test-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const certificates = await issueCertificates(folder);
  const redis = await restartableRedis({ certificates });
  onTestFinished(() => redis.stop());
  const discord = await startLocalDiscord();
  onTestFinished(() => discord.stop());
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const environment = {
    ...discord.environment,
    KITH_ROLE: 'worker',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    KITH_ENCRYPTION_KEYS: generateKeys(),
  };
  const kith = await kithProcess({ ...environment, NODE_EXTRA_CA_CERTS: certificates.authority });
  await expect.poll(async () => (await kith.ready()).body).toMatchObject({ ok: true, queue: true });
  expect((await redisFindings(redis.url)).map(lineOf)).toEqual([
    expect.stringMatching(/^✗ .*self-signed certificate in certificate chain/),
  ]);
});
