import { token } from '../src/engine/card/token.ts';
import type { EpochMs, OccurrenceId } from '../src/engine/ids.ts';
import { systemRandom } from '../src/random.ts';
import { type FastSlack, startFastSlack } from './fast-slack.ts';
import type { Ground } from './ground.ts';
import { answers, type KithProcess, startProcess } from './kith-process.ts';
import { type Acknowledged, type Payload, press, SIGNING_SECRET } from './presses.ts';
import { median, percentile } from './rounds.ts';
import type { Measured, Scenario } from './scenario.ts';
import { found, SLOT, sealNames, settle, TEAM, type Village } from './village.ts';

const PER_SECOND = 200;
/** Before it counts: connections are opened, code is compiled. */
const WARM_UP_SECONDS = 5;
const TARGET_MS = 50;

interface Question {
  readonly occurrence: OccurrenceId;
  readonly person: string;
}

/** A question before each of so many people, as if it had been delivered. */
async function ask(village: Village, people: number): Promise<readonly Question[]> {
  const now = Date.now() as EpochMs;
  const { rows } = await village.pool.query<{ id: string; member_id: string; external_id: string }>(
    'select e.id, e.member_id, m.external_id from kith.enrolments e join kith.members m on m.id = e.member_id order by m.id limit $1',
    [people],
  );
  return village.database.transactor.run(async (stores) => {
    const { occurrences } = stores.in(village.community.id);
    const asked: Question[] = [];
    for (const { id, member_id, external_id } of rows) {
      const occurrence = await occurrences.add({
        id: systemRandom.id() as OccurrenceId,
        program: village.program.id,
        enrolment: id as never,
        member: member_id as never,
        slot: SLOT,
        dueAt: now - 60_000,
        expiresAt: now + 86_400_000,
        state: 'shown',
        prompt: 'prompt.today',
        question: 'What would be good today?',
      });
      asked.push({ occurrence: occurrence.id, person: external_id });
    }
    return asked;
  });
}

function act(kind: string, { person }: Question, more: Payload): Payload {
  return {
    type: kind,
    team: { id: TEAM },
    user: { id: person, name: person, team_id: TEAM },
    trigger_id: systemRandom.id(),
    ...more,
  };
}

/** A tap on *Fine as it is* of a check-in in a direct message. */
function tap(slack: FastSlack, question: Question): Payload {
  const channel = `D${question.person.slice(1)}`;
  return act('block_actions', question, {
    response_url: `${slack.responseUrl}${question.occurrence}`,
    container: { type: 'message', channel_id: channel, message_ts: '1700000000.000100', is_ephemeral: false },
    channel: { id: channel, name: 'directmessage' },
    actions: [
      {
        type: 'button',
        action_id: `${token('checkin.answer', question.occurrence, 'fine')}~1`,
        block_id: 'b',
        action_ts: '1',
      },
    ],
  });
}

/** The modal in which somebody wrote an answer, sent off: Slack hears of it only when the engine has decided. */
function submission(slack: FastSlack, question: Question): Payload {
  const where = {
    kind: 'message',
    channel: `D${question.person.slice(1)}`,
    message: '1700000000.000100',
    ephemeral: false,
    responseUrl: `${slack.responseUrl}${question.occurrence}`,
  };
  return act('view_submission', question, {
    view: {
      id: `V${question.occurrence}`,
      type: 'modal',
      callback_id: token('checkin.say', question.occurrence),
      private_metadata: JSON.stringify(where),
      state: { values: { words: { value: { type: 'plain_text_input', value: 'A walk, and lunch with Ana.' } } } },
    },
  });
}

function startKith(village: Village, redisUrl: string, slack: FastSlack): Promise<KithProcess> {
  const environment = {
    KITH_ROLE: 'web',
    DATABASE_URL: village.url,
    REDIS_URL: redisUrl,
    KITH_ENCRYPTION_KEYS: village.keys,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
  };
  return startProcess('src/main.ts', environment, (address) => answers(`${address}/readyz`));
}

function startBare(village: Village): Promise<KithProcess> {
  const environment = { DATABASE_URL: village.url, SLACK_SIGNING_SECRET: SIGNING_SECRET };
  return startProcess('bench/bare-bolt.ts', environment, (address) => answers(`${address}/readyz`));
}

interface Times {
  readonly p50: number;
  readonly p99: number;
}

function timesOf(tooks: readonly number[]): Times {
  return { p50: percentile(tooks, 50), p99: percentile(tooks, 99) };
}

/** From a tap until its answer has reached Slack. */
async function answered(
  slack: FastSlack,
  acknowledged: readonly Acknowledged[],
  names: readonly string[],
): Promise<Times> {
  const deadline = performance.now() + 30_000;
  const at = new Map<string, number>();
  while (names.some((name) => !at.has(name))) {
    if (performance.now() > deadline) throw new Error(`of ${names.length} taps ${at.size} were answered`);
    for (const [name, when] of (await slack.seen()).responses) at.set(name, when);
  }
  return timesOf(acknowledged.map((one, index) => (at.get(names[index] ?? '') ?? Number.NaN) - one.at));
}

async function measure(ground: Ground, rounds: number, seconds: number): Promise<readonly Measured[]> {
  const perRound = PER_SECOND * seconds;
  const warmUp = PER_SECOND * WARM_UP_SECONDS;
  const village = await found(await ground.database());
  await settle(village, 2 * (warmUp + rounds * perRound));
  await sealNames(village);
  const slack = await startFastSlack();
  const [kith, bare] = [await startKith(village, (await ground.redis()).url, slack), await startBare(village)];
  try {
    const questions = [...(await ask(village, 2 * (warmUp + rounds * perRound)))];
    await village.pool.query('analyze');
    const rows = { taps: [] as Times[], answers: [] as Times[], submissions: [] as Times[], bare: [] as Times[] };
    const run = async (count: number) => {
      const [taps, submissions] = [questions.splice(0, count), questions.splice(0, count)];
      const tapped = await press(
        kith.address,
        taps.map((one) => tap(slack, one)),
        PER_SECOND,
      );
      const replied = await answered(
        slack,
        tapped,
        taps.map((one) => one.occurrence),
      );
      const plain = await press(
        bare.address,
        taps.map((one) => tap(slack, one)),
        PER_SECOND,
      );
      const sent = await press(
        kith.address,
        submissions.map((one) => submission(slack, one)),
        PER_SECOND,
      );
      return {
        taps: timesOf(tapped.map((one) => one.tookMs)),
        answers: replied,
        bare: timesOf(plain.map((one) => one.tookMs)),
        submissions: timesOf(sent.map((one) => one.tookMs)),
      };
    };
    await run(warmUp);
    for (let round = 0; round < rounds; round++) {
      const one = await run(perRound);
      rows.taps.push(one.taps);
      rows.answers.push(one.answers);
      rows.bare.push(one.bare);
      rows.submissions.push(one.submissions);
    }
    await mustBeKept(village, 2 * (warmUp + rounds * perRound), kith);
    return table(rows);
  } finally {
    await Promise.all([kith.stop(), bare.stop()]);
    await slack.stop();
    await village.close();
  }
}

/** Taps and late submissions are acknowledged before they are done: all must have been in the end. */
async function mustBeKept({ pool }: Village, count: number, kith: KithProcess): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const { rows } = await pool.query<{ count: number }>('select count(*)::integer as count from kith.answers');
    if (rows[0]?.count === count) return;
    if (performance.now() > deadline) {
      throw new Error(`of ${count} answers ${rows[0]?.count} were kept\n${kith.printed().slice(0, 2000)}`);
    }
  }
}

type Kind = 'taps' | 'answers' | 'submissions' | 'bare';

function table(rows: Readonly<Record<Kind, readonly Times[]>>): readonly Measured[] {
  const of = (kind: Kind, which: keyof Times) => median(rows[kind].map((times) => times[which]));
  const line = (name: string, kind: Kind, which: keyof Times): Measured => ({
    name,
    value: of(kind, which),
    unit: `ms ${which}`,
    baseline: of('bare', which),
    ratio: of(kind, which) / of('bare', which),
  });
  const asked = (one: Measured): Measured => ({
    ...one,
    target: `≤ ${TARGET_MS} ms, ≤ 2 ×`,
    met: one.value <= TARGET_MS && (one.ratio ?? 0) <= 2,
  });
  return [
    line('acknowledge-p50', 'taps', 'p50'),
    asked(line('acknowledge', 'taps', 'p99')),
    line('acknowledge-submit-p50', 'submissions', 'p50'),
    asked(line('acknowledge-submit', 'submissions', 'p99')),
    line('acknowledge-answered', 'answers', 'p99'),
  ];
}

export const acknowledge: Scenario = {
  name: 'acknowledge',
  about: `${PER_SECOND} signed interactions a second over HTTP, timed from when each was due: taps on an answer and modals sent off, in the production process (web), beside a Bolt handler that commits one row; “answered” is until our answer to the tap reached Slack`,
  run: (ground, { rounds, seconds }) => measure(ground, rounds, seconds),
};
