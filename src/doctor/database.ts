import { counted, type Finding, fine, sayingOf, warning, wrong } from './findings.ts';

/** What the doctor wants to know of a PostgreSQL. */
export interface DatabaseSeen {
  readonly version: number;
  readonly pending: readonly string[];
  readonly mayCreate: boolean;
  readonly troubled: readonly {
    readonly state: 'failed' | 'unknown';
    readonly reason: string;
    readonly count: number;
  }[];
  readonly keys: { readonly lost: number; readonly old: number };
}

/** Older ones lack what the migrations use; 15 is also the oldest that is tested. */
const OLDEST_POSTGRES = 15;

/** What was found of the database, or why it could not be asked. */
export function databaseFindings(seen: DatabaseSeen | Error): readonly Finding[] {
  if (seen instanceof Error) {
    return [
      wrong(
        `The database in DATABASE_URL cannot be reached: ${sayingOf(seen)}`,
        'check that PostgreSQL runs, and the host, user, password and name in the address',
      ),
    ];
  }
  return [...versionFindings(seen), ...migrationFindings(seen), ...keyFindings(seen), ...deliveryFindings(seen)];
}

function versionFindings({ version }: DatabaseSeen): readonly Finding[] {
  if (version >= OLDEST_POSTGRES) return [fine(`PostgreSQL ${version} answers`)];
  return [
    wrong(
      `PostgreSQL ${version} is older than Kith needs`,
      `use PostgreSQL ${OLDEST_POSTGRES} or newer (pg_dump, then pg_restore into the new one)`,
    ),
  ];
}

function migrationFindings({ pending, mayCreate }: DatabaseSeen): readonly Finding[] {
  if (pending.length === 0) return [fine('The database is up to date')];
  const notAllowed = wrong(
    'The database’s user may not create what Kith needs',
    'as its owner: grant create on database <name> to <user>',
  );
  return [
    wrong(
      `${counted(pending.length, 'migration')} of the database to be done: ${pending.join(', ')}`,
      'npm run migrate',
    ),
    ...(mayCreate ? [] : [notAllowed]),
  ];
}

function keyFindings({ keys: { lost, old } }: DatabaseSeen): readonly Finding[] {
  const findings: Finding[] = [];
  if (lost > 0) {
    findings.push(
      wrong(
        `What ${counted(lost, 'community', 'communities')} wrote is encrypted with a key that KITH_ENCRYPTION_KEYS does not hold`,
        'put the earlier key back, after the newest and a comma; without it these texts are lost',
      ),
    );
  }
  if (old > 0) {
    findings.push(
      warning(
        `The data of ${counted(old, 'community', 'communities')} is still under an older encryption key`,
        'npm run migrate moves it under the newest; the old key can go afterwards',
      ),
    );
  }
  return findings;
}

/** Why deliveries end badly, as the engine notes it, and what helps. */
const CURES: Readonly<Record<string, string>> = {
  'channel-gone': 'have an organizer choose another channel: /kith-admin doctor names it',
  'channel-archived': 'have an organizer bring the channel back or choose another: /kith-admin doctor names it',
  'not-in-channel': 'invite Kith to the program’s channel: /kith-admin doctor names it',
  'not-allowed': 'mend the missing scope or permission that is named here',
  'installation-gone': 'mend the token, or install Kith again',
  'person-unreachable': 'nothing to do: their direct messages are closed, and Kith has moved to the channel for them',
  'person-gone': 'nothing to do: they have left, and Kith has stopped for them',
  malformed: 'this is a mistake of Kith: please report it with the log lines “delivery.malformed”',
};
const LOOK = 'the log tells more: look for the events “delivery.failed” and “delivery.unknown”';

function deliveryFindings({ troubled }: DatabaseSeen): readonly Finding[] {
  if (troubled.length === 0) return [fine('All deliveries of the last 7 days ended well')];
  return troubled.map(({ state, reason, count }) => {
    const how = state === 'failed' ? 'could not be sent' : 'may or may not have arrived';
    return warning(
      `In the last 7 days ${counted(count, 'delivery', 'deliveries')} ${how}: ${reason}`,
      CURES[reason] ?? LOOK,
    );
  });
}
