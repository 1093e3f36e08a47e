import { request } from 'node:http';
import { expect, test } from 'vitest';
import { emptyPlatforms, servePage, standingTime } from './fixture.ts';

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request with any headers: `fetch` would not let a test forge Host and Origin. */
function ask(address: string, { method = 'GET', path, headers = {}, body }: Asked) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const asked = request(new URL(address), { method, path, headers }, (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function served() {
  const platforms = await emptyPlatforms();
  const time = standingTime();
  const address = await servePage([platforms.slack, platforms.discord], time);
  const own = { origin: address, 'content-type': 'application/json' };
  const post = (path: string, body: unknown, headers: Record<string, string> = own) =>
    ask(address, { method: 'POST', path, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { ...platforms, time, address, own, post };
}

const hourOn = { to: 'later', hours: 1 };

test('only the playground’s own page may act', async () => {
  const { post, own, time, address } = await served();
  const foreign = ['https://evil.example', 'null', 'http://127.0.0.1:1', address.replace('http', 'https')];
  for (const origin of foreign)
    expect(await post('/playground/time', hourOn, { ...own, origin })).toMatchObject({ status: 403 });
  const { origin: _, ...without } = own;
  expect(await post('/playground/time', hourOn, without)).toMatchObject({ status: 403 });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    expect(await post('/playground/time', hourOn, { ...own, 'content-type': type })).toMatchObject({ status: 415 });
  expect(time.moves).toEqual([]);
  expect(await post('/playground/time', hourOn)).toMatchObject({ status: 200 });
  expect(time.moves).toHaveLength(1);
});

test('a foreign name that leads to this machine gets nothing', async () => {
  const { address, own, post, time } = await served();
  const { port } = new URL(address);
  for (const host of [
    `evil.example:${port}`,
    `127.0.0.1.evil.example:${port}`,
    'localhost.evil.example',
    '[::2]',
    'a b',
  ])
    for (const path of ['/', '/playground/state', '/playground/changes', '/playground/assets/app.js'])
      expect((await ask(address, { path, headers: { host } })).status, `${host} ${path}`).toBeGreaterThanOrEqual(400);
  const rebound = { ...own, host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
  expect(await post('/playground/time', hourOn, rebound)).toMatchObject({ status: 403 });
  expect(time.moves).toEqual([]);
  for (const host of [`localhost:${port}`, `[::1]:${port}`])
    expect(await ask(address, { path: '/', headers: { host } })).toMatchObject({ status: 200 });
});

test('what is not understood is named, and is the asker’s fault', async () => {
  const { address, post, slack } = await served();
  const person = slack.as('Sam').id;
  const sam = { platform: 'slack', person };
  const wrong: unknown[] = [
    '{',
    'null',
    [],
    {},
    { act: 'fly', ...sam },
    { act: 'type', ...sam, line: '   ', place: 'direct' },
    { act: 'type', ...sam, line: '/kith', place: 'direct', extra: 1 },
    { act: 'press', platform: 'irc', person, label: 'x' },
    { act: 'submit', ...sam, values: { a: 1 } },
    { act: 'choose', ...sam, select: 'x', options: 'y' },
  ];
  for (const body of wrong) {
    const { status, text } = await post('/playground/act', body);
    expect({ body, status }).toEqual({ body, status: 400 });
    expect(JSON.parse(text)).toEqual({ error: expect.any(String) });
  }
  for (const body of [{}, { to: 'later' }, { to: 'later', hours: 0 }, { to: 'later', hours: 1e9 }, { to: 'past' }])
    expect(await post('/playground/time', body)).toMatchObject({ status: 400 });
  expect(await post('/playground/act', { act: 'home', platform: 'slack', person: 'Nobody' })).toMatchObject({
    status: 404,
  });
  const query = `/playground/state?platform=slack&person=Nobody&place=direct`;
  expect(await ask(address, { path: query })).toMatchObject({ status: 404 });
  expect(await ask(address, { path: '/playground/state?platform=slack' })).toMatchObject({ status: 400 });
});

test('what a person would see is an outcome, not an error', async () => {
  const { post, slack } = await served();
  const { status, text } = await post('/playground/act', {
    act: 'type',
    platform: 'slack',
    person: slack.as('Sam').id,
    line: '/unheard of',
    place: 'general',
  });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ ok: false, failed: '/unheard is not a valid command.' });
});

test('nothing from elsewhere may run or be shown in the page, and other routes stay as they are', async () => {
  const { address } = await served();
  const { headers, text } = await ask(address, { path: '/' });
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toMatch(/script-src 'self' 'sha256-[^']+'/);
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("frame-ancestors 'none'");
  expect(text).not.toMatch(/https?:\/\//);
  const health = await ask(address, { path: '/healthz', headers: { host: 'kith.internal' } });
  expect(health).toMatchObject({ status: 200, text: '{"ok":true}' });
});

test('only the page’s own files are served, and only pictures of the local platforms', async () => {
  const { address, slack } = await served();
  for (const name of ['app.js', 'preact.mjs', 'preact-hooks.mjs', 'slack.css', 'kith.svg'])
    expect(await ask(address, { path: `/playground/assets/${name}` }), name).toMatchObject({ status: 200 });
  for (const name of ['..%2fpage.ts', '../page.ts', '%2e%2e/page.ts', 'page.ts', 'app.js%00', '.', '__proto__'])
    expect((await ask(address, { path: `/playground/assets/${name}` })).status, name).toBe(404);
  const api = new URL(String(slack.environment.SLACK_API_URL));
  for (const path of [
    '/api/auth.test',
    '//127.0.0.1:1/files-pri/x',
    '/files-pri/../api/auth.test',
    'http://evil.example/files-pri/x',
    `${api.origin}/api/x`,
  ])
    expect(
      await ask(address, { path: `/playground/images/slack?path=${encodeURIComponent(path)}` }),
      path,
    ).toMatchObject({ status: 400 });
  expect(await ask(address, { path: '/playground/images/slack?path=/files-pri/F1/x' })).toMatchObject({ status: 404 });
  expect(await ask(address, { path: '/playground/images/irc?path=/files-pri/F1/x' })).toMatchObject({ status: 404 });
});

test('no token stands in anything the page is told', async () => {
  const { address, slack, discord } = await served();
  const secrets = [slack, discord].flatMap(({ environment }) =>
    Object.entries(environment).flatMap(([name, value]) => (/TOKEN|SECRET/.test(name) ? [value] : [])),
  );
  const person = slack.as('Sam').id;
  for (const path of ['/', '/playground/state', `/playground/state?platform=slack&person=${person}&place=direct`]) {
    const { text } = await ask(address, { path });
    for (const secret of secrets) expect(text).not.toContain(secret);
  }
});
