import { randomBytes, randomUUID } from 'node:crypto';

/** Who and what the invented workspace, app and tokens are. Nothing here is a secret: all of it exists only on loopback. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly appName: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The deprecated verification token that payloads still carry. */
  readonly verificationToken: string;
}

export function newIdentity(teamName: string): Identity {
  return {
    teamId: idOf('T', teamName),
    teamName,
    teamDomain: handle(teamName),
    appId: 'A0KITH0001',
    appName: 'Kith',
    botUserId: 'U0KITHBOT1',
    botId: 'B0KITHBOT1',
    appToken: `xapp-1-A0KITH0001-${randomDigits(12)}-${randomBytes(16).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    clientId: `${randomDigits(12)}.${randomDigits(12)}`,
    clientSecret: randomBytes(16).toString('hex'),
    verificationToken: randomBytes(12).toString('hex'),
  };
}

export const newBotToken = () => `xoxb-${randomDigits(12)}-${randomDigits(12)}-${randomBytes(12).toString('hex')}`;

export const randomDigits = (count: number) => Array.from(randomBytes(count), (byte) => String(byte % 10)).join('');

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A Slack id: a letter for the kind, then ten capitals and digits. */
export const newId = (kind: 'C' | 'D' | 'F' | 'V' | 'Ev') =>
  kind + Array.from(randomBytes(10), (byte) => base32[byte % 32]).join('');

/** The same name always has the same id, so that pictures and logs stay comparable. */
export const idOf = (kind: 'T' | 'U' | 'C', name: string) =>
  `${kind}0${name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .padStart(8, '0')
    .slice(0, 9)}`;

/** A name as Slack writes it in addresses and handles. */
export const handle = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

export const newEnvelopeId = () => randomUUID();
