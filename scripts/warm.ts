/** Loads what a process may need, whatever its role, so that the compile cache holds it (see compile-cache.cjs and the Dockerfile). */
await import('../src/kith.ts');
await import('../adapters/slack/slack.ts');
await import('../adapters/discord/discord.ts');
process.exit(0);
