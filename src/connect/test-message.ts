import { card, text } from '../engine/card/build.ts';
import { PlatformError } from '../engine/errors.ts';
import type { Installation } from '../engine/event.ts';
import type { DeliveryId } from '../engine/ids.ts';
import type { Destination, Platform } from '../engine/ports/platform.ts';
import { systemRandom } from '../random.ts';
import type { Terminal } from './terminal.ts';

const HELLO = card(
  'Kith is connected',
  text('Kith is connected, and this is its test message. Type /kith help to see what it can do.'),
);

/** Offers a message to a channel and to whoever sits here, and says what came of it. */
export async function offerTestMessages(
  terminal: Terminal,
  platform: Platform,
  installation: Installation,
  hints: { readonly channel: string; readonly person: string },
): Promise<void> {
  const channel = await terminal.ask(`Channel id for a test message (${hints.channel}; Enter for none): `);
  if (channel !== '') terminal.say(await sendTo(platform, installation, { kind: 'channel', channel }));
  const person = await terminal.ask(`Your own member id for one by direct message (${hints.person}; Enter for none): `);
  if (person !== '') terminal.say(await sendTo(platform, installation, { kind: 'direct', person }));
}

async function sendTo(platform: Platform, installation: Installation, to: Destination): Promise<string> {
  try {
    await platform.send(installation, to, HELLO, systemRandom.id() as DeliveryId);
    return '✓ The test message is there.';
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return `✗ The test message could not be sent (${error.message}) — cure: ${cureOf(error)}`;
  }
}

function cureOf({ refusal }: PlatformError): string {
  switch (refusal) {
    case 'channel-gone':
    case 'channel-archived':
    case 'not-in-channel':
      return 'check the id, and invite Kith to the channel: /invite @Kith on Slack, “Edit Channel → Permissions” on Discord';
    case 'not-allowed':
      return 'npm run doctor names the scope or permission that is missing';
    case 'installation-gone':
      return 'copy the token anew, and install Kith in the workspace or server';
    case 'person-unreachable':
      return 'allow direct messages from members of the server';
    case 'person-gone':
      return 'check the id; it must be a member of the workspace or of a server that Kith is in';
    case 'malformed':
      return 'check the id';
    case null:
      return 'try again in a minute';
    default:
      return refusal satisfies never;
  }
}
