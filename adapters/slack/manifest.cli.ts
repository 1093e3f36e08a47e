import { describeCommands } from '../../src/engine/commands/describe.ts';
import { manifestText } from './manifest.ts';

/** Prints the manifest: for Socket Mode, or for signed requests when `PUBLIC_URL` says where they go. */
process.stdout.write(manifestText(describeCommands('en'), { publicUrl: process.env.PUBLIC_URL || null }));
