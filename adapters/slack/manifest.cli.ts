import { parseArgs } from 'node:util';
import { describeCommands } from '../../src/engine/commands/describe.ts';
import { manifestText } from './manifest.ts';

/** Prints the manifest for Socket Mode; with the public address as argument, the one for signed requests. */
const { positionals } = parseArgs({ allowPositionals: true });
process.stdout.write(manifestText(describeCommands('en'), { publicUrl: positionals[0] ?? null }));
