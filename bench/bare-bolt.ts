import { createServer } from 'node:http';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import pg from 'pg';

/** What acknowledging costs at the least, in a process of its own: Bolt, and a handler that commits one row. Started by acknowledge.ts. */
const { DATABASE_URL, PORT, SLACK_SIGNING_SECRET = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const receiver = new HTTPReceiver({
  signingSecret: SLACK_SIGNING_SECRET,
  endpoints: '/slack/events',
  logLevel: LogLevel.ERROR,
});
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  convoStore: false,
  ignoreSelf: false,
  authorize: async () => ({ botToken: 'xoxb-bench', botUserId: 'U0KITH' }),
});
app.action({ type: 'block_actions' }, async ({ body, ack }) => {
  const trigger = 'trigger_id' in body ? body.trigger_id : '';
  await pool.query('insert into bench_presses (trigger_id, person) values ($1, $2)', [trigger, body.user.id]);
  await ack();
});
app.view({ type: 'view_submission' }, async ({ body, ack }) => {
  await pool.query('insert into bench_presses (trigger_id, person) values ($1, $2)', [
    'trigger_id' in body ? body.trigger_id : '',
    body.user.id,
  ]);
  await ack();
});

await pool.query('create table if not exists bench_presses (trigger_id text primary key, person text not null)');
createServer((request, response) => {
  if (request.url?.startsWith('/slack/')) receiver.requestListener(request, response);
  else response.writeHead(200).end();
}).listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
