import pg from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { generateKeys } from '../../adapters/crypto/keyring.ts';
import type { CommunityId } from '../../src/engine/ids.ts';
import { aDelivery, aProgram } from '../contract/stores/samples.ts';
import { freshDatabase, restartableRedis } from '../servers/database.ts';
import { complaints, doctorSays, type Environment, type Grounds, opened, program, wellKept } from './setup.ts';

let grounds: Grounds;

beforeEach(async () => {
  grounds = await wellKept();
});

/** A community of the local Discord, with a program in a channel of it. */
async function programIn(channel: string): Promise<void> {
  const { discord, environment } = grounds;
  const { transactor } = await opened(environment);
  await transactor.run(async (stores) => {
    const { id } = await stores.communities.open(
      { platform: 'discord', externalId: discord.communityId, name: 'Harbour' },
      { id: 'harbour0000000000000AA' as CommunityId, mode: 'community', language: 'en', zone: null, createdAt: 0 },
    );
    await stores.in(id).programs.add(aProgram({ channel }));
  });
}

async function query(environment: Environment, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function placeId(name: string): string {
  return grounds.discord.places.find((place) => place.name === name)?.id ?? '';
}

/** Starting a program takes its time where cores are shared (ms). */
const PATIENCE = 60_000;

describe('npm run doctor', { timeout: PATIENCE }, () => {
  it('says of a well-kept Kith that all is well, and ends with 0', async () => {
    const { code, out, err } = await program('doctor', grounds.environment);
    expect(err).toBe('');
    expect(complaints(out.trim().split('\n'))).toEqual(['All is well.']);
    expect(out).toContain('✓ Slack grants every scope Kith needs');
    expect(out).toContain('✓ Discord has all commands');
    expect(out).toContain('✓ The database is up to date');
    expect(code).toBe(0);
  });

  it('names every variable that is malformed or missing, and ends with 1', async () => {
    const { code, out } = await program('doctor', {
      DATABASE_URL: 'mysql://somewhere',
      PORT: 'eighty',
      DISCORD_TOKEN: 'M'.repeat(70),
    });
    expect(code).toBe(1);
    const named = complaints(out.split('\n')).map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(named).toEqual(
      expect.arrayContaining(['✗ DATABASE_URL', '✗ PORT', '✗ DISCORD_APPLICATION_ID', '✗ KITH_ENCRYPTION_KEYS']),
    );
    expect(out).not.toContain('mysql');
    expect(out).not.toContain('MMMM');
  });

  it('shows no secret, whatever is wrong', async () => {
    const { environment, slack, discord, redis } = grounds;
    slack.removeScope('chat:write');
    await slack.revokeTokens();
    discord.revokeToken();
    await redis.kill();
    const lost = { ...environment, DATABASE_URL: 'postgres://kith:hunter2hunter2@127.0.0.1:1/kith' };
    const { code, out, err } = await program('doctor', lost);
    expect(code).toBe(1);
    for (const [name, value] of Object.entries(lost)) {
      if (/TOKEN|SECRET|KEYS/.test(name)) expect(`${out}${err}`).not.toContain(value);
    }
    expect(`${out}${err}`).not.toContain('hunter2');
  });
});

describe('Slack', { timeout: PATIENCE }, () => {
  it('a missing scope is named', async () => {
    grounds.slack.removeScope('im:history', 'files:write', 'dnd:read');
    expect(complaints(await doctorSays(grounds.environment))).toEqual([
      expect.stringMatching(/^✗ The Slack scope im:history is missing — cure: .*install the app again/),
      expect.stringMatching(/^✗ The Slack scope dnd:read is missing — cure: .*install the app again/),
      expect.stringMatching(/^✗ The Slack scope files:write is missing — cure: /),
    ]);
  });

  it('a revoked token is named with Slack’s own word', async () => {
    await grounds.slack.revokeTokens();
    expect(complaints(await doctorSays(grounds.environment))).toContainEqual(
      expect.stringMatching(/^✗ Slack does not accept SLACK_BOT_TOKEN \(\w+\) — cure: copy it anew/),
    );
  });

  it('of many workspaces each is asked, and named when its token is refused or lacks a scope', async () => {
    const { SLACK_APP_TOKEN: _app, SLACK_BOT_TOKEN: token = '', ...rest } = grounds.environment;
    const environment = {
      ...rest,
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'client secret of the test',
      PUBLIC_URL: 'https://kith.example.org',
    };
    const { installations } = await opened(environment);
    const save = (id: string, name: string, bot: string) =>
      installations.save(id, JSON.stringify({ team: { id, name }, bot: { token: bot } }));
    await save('T1', 'Harbour', token);
    await save('T2', 'Hill', 'xoxb-of-nobody');
    const said = await doctorSays(environment);
    expect(said).toContain('✓ Slack accepts the tokens of 1 workspace');
    expect(complaints(said)).toEqual([
      expect.stringMatching(/^✗ Slack refuses the token of the workspace “Hill” \(invalid_auth\) — cure: .*install/),
    ]);
    grounds.slack.removeScope('im:history');
    expect(complaints(await doctorSays(environment))).toContainEqual(
      expect.stringMatching(/^✗ The workspace “Harbour” does not grant im:history — cure: /),
    );
    expect(said.join()).not.toMatch(/xoxb/);
  });

  it('an app-level token of nobody is named', async () => {
    const environment = { ...grounds.environment, SLACK_APP_TOKEN: 'xapp-1-unknown' };
    expect(complaints(await doctorSays(environment))).toEqual([
      expect.stringMatching(/^✗ Slack does not accept SLACK_APP_TOKEN \(invalid_auth\)/),
    ]);
  });

  it('a signing secret is missed where there is no Socket Mode', async () => {
    const { SLACK_APP_TOKEN: _app, SLACK_SIGNING_SECRET: _secret, ...environment } = grounds.environment;
    const { code, out } = await program('doctor', environment);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ SLACK_APP_TOKEN \(Socket Mode\) or SLACK_SIGNING_SECRET \(HTTP\) is missing/);
  });
});

describe('Discord', () => {
  it('a token that was reset is named', async () => {
    grounds.discord.revokeToken();
    expect(complaints(await doctorSays(grounds.environment))).toEqual([
      expect.stringMatching(/^✗ Discord does not accept DISCORD_TOKEN — cure: make a new token/),
    ]);
  });

  it('another application’s id is named, with the right one', async () => {
    const environment = { ...grounds.environment, DISCORD_APPLICATION_ID: '123456789012345678' };
    expect(complaints(await doctorSays(environment))).toEqual([
      `✗ DISCORD_APPLICATION_ID is not the application that DISCORD_TOKEN belongs to — cure: set it to ${grounds.discord.botId}, or use the token of the other application`,
    ]);
  });

  it('commands that are not there, or others, are named', async () => {
    const { environment } = grounds;
    const put = (commands: readonly object[]) =>
      fetch(`${environment.DISCORD_API_URL}/v10/applications/${environment.DISCORD_APPLICATION_ID}/commands`, {
        method: 'PUT',
        headers: { authorization: `Bot ${environment.DISCORD_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(commands),
      });
    await put([]);
    expect(complaints(await doctorSays(environment))).toEqual([
      '✗ No commands are registered at Discord — cure: npm run discord:register',
    ]);
    await put([{ name: 'kith', description: 'Something else' }]);
    expect(complaints(await doctorSays(environment))).toEqual([
      '✗ The commands registered at Discord are those of another version — cure: npm run discord:register',
    ]);
  });

  it('what Kith may not do where a program posts is named', async () => {
    const channel = placeId('kindness');
    await programIn(channel);
    expect(complaints(await doctorSays(grounds.environment))).toEqual([]);
    grounds.discord.removePermission('kindness', 'EmbedLinks');
    grounds.discord.removePermission('kindness', 'ReadMessageHistory');
    expect(complaints(await doctorSays(grounds.environment))).toEqual([
      `✗ A program posts in the Discord channel with id ${channel}, where Kith lacks Embed Links, Read Message History — cure: allow it there under “Edit Channel → Permissions”`,
    ]);
    grounds.discord.removePermission('kindness', 'ViewChannel');
    expect(complaints(await doctorSays(grounds.environment))).toEqual([
      expect.stringMatching(/which Kith cannot see \(View Channel\)/),
    ]);
  });

  it('being in no server is worth a word', async () => {
    grounds.discord.removeApp();
    expect(complaints(await doctorSays(grounds.environment))).toEqual([
      expect.stringMatching(/^! Kith is in no Discord server yet — cure: .*client_id=/),
    ]);
  });
});

describe('the stores', () => {
  it('migrations to be done are named', async () => {
    const fresh = await freshDatabase();
    onTestFinished(() => fresh.drop());
    expect(complaints(await doctorSays({ ...grounds.environment, DATABASE_URL: fresh.url }))).toEqual([
      expect.stringMatching(/^✗ \d+ migrations of the database to be done: 0001-people, .* — cure: npm run migrate$/),
    ]);
  });

  it('a database that does not answer is named', async () => {
    const environment = { ...grounds.environment, DATABASE_URL: 'postgres://kith:secret@127.0.0.1:1/kith' };
    expect(complaints(await doctorSays(environment))).toEqual([
      expect.stringMatching(/^✗ The database in DATABASE_URL cannot be reached: .*ECONNREFUSED/),
    ]);
  });

  it('real people on the embedded database are worth a warning', async () => {
    const { DATABASE_URL: _url, ...environment } = grounds.environment;
    expect(complaints(await doctorSays(environment))).toEqual([
      expect.stringMatching(/^! Real people are served from the embedded database in \.kith/),
    ]);
  });

  it('a Redis that is away is named', async () => {
    await grounds.redis.kill();
    expect(complaints(await doctorSays(grounds.environment))).toEqual([
      expect.stringMatching(/^✗ Redis in REDIS_URL cannot be used: .*ECONNREFUSED.* — cure: check that Redis runs/),
    ]);
  });

  it('a Redis that forgets or evicts is named', async () => {
    const forgetful = await restartableRedis({ keeps: false });
    onTestFinished(() => forgetful.stop());
    const { Redis } = await import('ioredis');
    const client = new Redis(forgetful.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru').finally(() => client.disconnect());
    expect(complaints(await doctorSays({ ...grounds.environment, REDIS_URL: forgetful.url }))).toEqual([
      expect.stringMatching(/^✗ Redis may evict jobs .*allkeys-lru.* — cure: set maxmemory-policy to noeviction/),
      expect.stringMatching(/^! Redis writes no append-only file.* — cure: set appendonly to yes/),
    ]);
  });

  it('deliveries that ended badly are counted by their reason, and nobody is named', async () => {
    const { environment } = grounds;
    await programIn(placeId('general'));
    const { transactor } = await opened(environment);
    const id = 'harbour0000000000000AA' as CommunityId;
    const now = Date.now();
    await transactor.run(async (stores) => {
      const [first] = await stores.in(id).programs.list();
      if (first === undefined) throw new Error('no program');
      const days = [1, 2, 3, 20];
      const ended = days.map((ago) =>
        aDelivery(
          { kind: 'doorbell', program: first.id, slot: `2026-01-${String(ago).padStart(2, '0')}` as never },
          { state: 'failed', reason: 'channel-gone', dueAt: now - ago * 86_400_000 },
        ),
      );
      await stores.in(id).deliveries.add(ended);
    });
    await query(
      environment,
      "update kith.deliveries set state = 'unknown', reason = 'unclear' where slot = '2026-01-03'",
    );
    expect(complaints(await doctorSays(environment))).toEqual([
      expect.stringMatching(
        /^! In the last 7 days 2 deliveries could not be sent: channel-gone — cure: have an organizer/,
      ),
      expect.stringMatching(/^! In the last 7 days 1 delivery may or may not have arrived: unclear — cure: the log/),
    ]);
  });

  it('whose data is going to be erased is told with the day, and how to prevent it; and whose is kept', async () => {
    const { environment } = grounds;
    const { transactor } = await opened(environment);
    const seenAt = Date.parse('2026-11-22T12:00:00Z');
    await transactor.run(async ({ communities, work }) => {
      for (const [platform, externalId, name, days] of [
        ['slack', 'T1', 'Harbour', 30],
        ['discord', '42', 'Lantern', 7],
        ['slack', 'T2', '', null],
      ] as const) {
        const id = `${externalId}00000000000000000000`.slice(0, 22) as CommunityId;
        await communities.open(
          { platform, externalId, name },
          { id, mode: 'community', language: 'en', zone: null, createdAt: 0 },
        );
        await work.pause(id, seenAt);
        const found = { identity: 'A1', since: null };
        if (days !== null)
          await work.keepStanding(id, {
            found,
            missed: { since: seenAt, days: 1, seenAt, eraseAt: seenAt + days * 86_400_000 },
          });
      }
    });
    expect(complaints(await doctorSays(environment))).toEqual([
      expect.stringMatching(
        /^! The server “Lantern” \(discord 42\) has removed Kith, .* since 2026-11-22: all .* erased on 2026-11-29 at the earliest — cure: .*backup/,
      ),
      expect.stringMatching(
        /^! The workspace “Harbour” \(slack T1\) has removed Kith, .* erased on 2026-12-22 at the earliest — cure: .*install Kith again/,
      ),
      expect.stringMatching(
        /^! The workspace “T2” \(slack T2\) refuses Kith since 2026-11-22; nothing of it is erased .*operations\.md/,
      ),
    ]);
  });

  it('a key that is gone, and one that is old, are told apart', async () => {
    const { environment } = grounds;
    await programIn(placeId('general'));
    const { KITH_ENCRYPTION_KEYS: old = '' } = environment;
    const fresh = `newest:${generateKeys().split(':')[1]}`;
    expect(complaints(await doctorSays({ ...environment, KITH_ENCRYPTION_KEYS: fresh }))).toEqual([
      expect.stringMatching(
        /^✗ What 1 community wrote is encrypted with a key that KITH_ENCRYPTION_KEYS does not hold/,
      ),
    ]);
    expect(complaints(await doctorSays({ ...environment, KITH_ENCRYPTION_KEYS: `${fresh},${old}` }))).toEqual([
      expect.stringMatching(
        /^! The data of 1 community is still under an older encryption key — cure: npm run migrate/,
      ),
    ]);
  });
});
