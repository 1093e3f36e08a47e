import { type Finding, warning } from './findings.ts';

/** A workspace or server that refuses Kith, as the records have it (moments in Unix milliseconds). */
interface Refusing {
  readonly platform: string;
  readonly id: string;
  readonly name: string;
  readonly since: number;
  readonly eraseAt: number | null;
}

const KEEPING: Readonly<Record<string, string>> = {
  slack: 'to keep it, have somebody there install Kith again before that day, at /slack/install',
  discord:
    'to keep a copy, make a backup before that day; whoever adds Kith there again begins anew, and only if Kith is there after all does it stay',
};
const MENDING =
  'mend the token; should Kith have been removed there, docs/operations.md says how to erase what it keeps (“Removed, and nobody heard”)';

/** Whose data is going to be erased, on which day (UTC), and how to prevent it; and whose is kept although they refuse Kith. */
export function refusingFindings(refusing: readonly Refusing[]): readonly Finding[] {
  return refusing.map(({ platform, id, name, since, eraseAt }) => {
    const where = `${platform === 'slack' ? 'The workspace' : 'The server'} “${name === '' ? id : name}” (${platform} ${id})`;
    if (eraseAt === null) {
      return warning(`${where} refuses Kith since ${dayOf(since)}; nothing of it is erased for that`, MENDING);
    }
    return warning(
      `${where} has removed Kith, as looks find since ${dayOf(since)}: all that is kept of it is erased on ${dayOf(eraseAt)} at the earliest`,
      KEEPING[platform] ?? MENDING,
    );
  });
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
