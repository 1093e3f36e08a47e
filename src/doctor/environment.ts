import type { Config } from '../config.ts';
import { type Finding, fine, warning, wrong } from './findings.ts';

/** What is wrong with the environment, one finding for each variable. */
export function problemFindings(problems: readonly string[]): readonly Finding[] {
  return problems.map((problem) =>
    wrong(
      problem.replace(/\.$/, ''),
      'set it in .env or in the environment of Kith; .env.example says what each is for',
    ),
  );
}

/** What the settings, each fine by itself, mean together. */
export function settingFindings(config: Config): readonly Finding[] {
  const real = config.slack !== null || config.discord !== null;
  if (!real) {
    return [
      fine('The environment is in order'),
      warning(
        'No tokens are set, so Kith runs as the playground',
        'npm run connect leads to a real Slack workspace or Discord server',
      ),
    ];
  }
  return [
    fine('The environment is in order'),
    ...storeFindings(config),
    ...operatorFindings(config),
    ...httpFindings(config),
  ];
}

function storeFindings({ databaseUrl, dataDir, role }: Config): readonly Finding[] {
  if (databaseUrl !== null) return [];
  if (role !== 'all') {
    return [
      wrong(
        `KITH_ROLE is ${role}, but the embedded database belongs to one process alone`,
        'set DATABASE_URL for all processes, or KITH_ROLE=all',
      ),
    ];
  }
  return [
    warning(
      `Real people are served from the embedded database in ${dataDir}, which is meant for trying out`,
      'set DATABASE_URL to a PostgreSQL before people rely on Kith',
    ),
  ];
}

function operatorFindings({ operator }: Config): readonly Finding[] {
  if (operator !== null) return [];
  return [
    warning(
      'People are told when they join who hosts Kith, and KITH_OPERATOR does not say',
      'set KITH_OPERATOR to a name they know, such as KITH_OPERATOR=“The volunteers of Harbour Town”',
    ),
  ];
}

function httpFindings({ slack }: Config): readonly Finding[] {
  if (slack === null || slack.appToken !== null) return [];
  if (slack.publicUrl === null) {
    return [
      warning(
        'Slack reaches Kith by signed HTTP requests, and PUBLIC_URL does not say where',
        'set PUBLIC_URL to the https address of this server, or SLACK_APP_TOKEN to use Socket Mode instead',
      ),
    ];
  }
  if (slack.publicUrl.startsWith('https:')) return [];
  return [warning('PUBLIC_URL does not begin with https, and Slack only calls https addresses', 'set it to one')];
}
