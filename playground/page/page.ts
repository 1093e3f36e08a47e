import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import * as z from 'zod';
import type { LocalPlatform } from '../driver.ts';
import { actSchema, perform } from './acts.ts';
import { assets, assetType } from './assets.ts';
import { type Changes, watchChanges } from './changes.ts';
import { registeredBy } from './commands.ts';
import { onlyFromHere, strictHeaders } from './guard.ts';
import { image } from './images.ts';
import { pageHtml } from './shell.ts';
import { overview, view } from './state.ts';
import { showTimes } from './times.ts';

/** Time that the person at the page can move; moments are milliseconds since 1970. */
export interface MovableTime {
  now(): number;
  /** The next moment at which something happens by itself. */
  next(): Promise<number | null>;
  moveTo(at: number): Promise<void>;
}

export interface PlaygroundPageOptions {
  readonly platforms: readonly LocalPlatform[];
  readonly time: MovableTime;
}

const platformName = z.enum(['slack', 'discord']);
const viewQuery = z.object({ platform: platformName, person: z.string().min(1), place: z.string().min(1) });
const imageQuery = z.object({ path: z.string().max(2000) });

const HOUR_MS = 3_600_000;
/** Either to the next event, or on by whole hours, at most a month. */
const moveSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('next') }),
  z.strictObject({
    to: z.literal('later'),
    hours: z
      .int()
      .min(1)
      .max(31 * 24),
  }),
]);

/**
 * The page that shows an invented community on local platforms, as its people see them. To be mounted at `/` of a server that listens
 * on loopback only: it lets whoever opens it act as anybody.
 */
export function playgroundPage(options: PlaygroundPageOptions): Hono {
  const page = new Hono();
  for (const path of ['/', '/playground/*']) page.use(path, strictHeaders, onlyFromHere);
  page.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    return context.json({ error: error.message }, 500);
  });
  addFiles(page);
  const changes = watchChanges(options.platforms);
  addLooking(page, options, changes);
  addActing(page, options, changes);
  return page;
}

function addFiles(page: Hono): void {
  page.get('/', (context) => context.html(pageHtml));
  page.get('/playground/assets/:name', async (context) => {
    const name = context.req.param('name');
    const bytes = await assets.read(name);
    if (bytes === undefined) throw new HTTPException(404, { message: 'No such file.' });
    return context.body(bytes, 200, { 'content-type': assetType(name), 'cache-control': 'no-cache' });
  });
}

function addLooking(page: Hono, { platforms, time }: PlaygroundPageOptions, changes: Changes): void {
  const times = showTimes(platforms, () => time.now());
  const registered = registeredBy(platforms);
  page.get('/playground/state', async (context) => {
    if (Object.keys(context.req.query()).length === 0) {
      return context.json(await overview(platforms, time, await registered()));
    }
    const { platform, person, place } = parsed(viewQuery, context.req.query());
    return context.json(view(named(platforms, platform), person, place, times));
  });
  page.get('/playground/images/:platform', (context) => {
    const { path } = parsed(imageQuery, context.req.query());
    return image(named(platforms, context.req.param('platform')), path);
  });
  page.get('/playground/changes', (context) =>
    streamSSE(context, (stream) =>
      changes.follow(
        () => stream.writeSSE({ event: 'change', data: '' }),
        (listener) => stream.onAbort(listener),
      ),
    ),
  );
}

function addActing(page: Hono, { platforms, time }: PlaygroundPageOptions, changes: Changes): void {
  page.post('/playground/act', async (context) => {
    const act = parsed(actSchema, await jsonOf(context.req.text()));
    return context.json(await perform(named(platforms, act.platform), act, time.now()));
  });
  page.post('/playground/time', async (context) => {
    const move = parsed(moveSchema, await jsonOf(context.req.text()));
    const at = move.to === 'next' ? await time.next() : time.now() + move.hours * HOUR_MS;
    if (at !== null) await time.moveTo(at);
    changes.tell();
    return context.json({ now: time.now(), next: await time.next() });
  });
}

function named(platforms: readonly LocalPlatform[], name: string): LocalPlatform {
  const platform = platforms.find((one) => one.platform === name);
  if (!platform) throw new HTTPException(404, { message: `No ${name} runs here.` });
  return platform;
}

async function jsonOf(body: Promise<string>): Promise<unknown> {
  const text = await body;
  try {
    return JSON.parse(text);
  } catch {
    throw new HTTPException(400, { message: 'The body is not JSON.' });
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new HTTPException(400, { message: z.prettifyError(result.error) });
}
