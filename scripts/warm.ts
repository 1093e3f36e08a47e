/**
 * Loads what a process may need, whatever its role, so that the compile cache holds all of it: for a single file that it lacks, Node loads its
 * TypeScript parser (see compile-cache.cjs and the Dockerfile).
 */
await import('../src/main.ts');
await import('../adapters/slack/slack.ts');
await import('../adapters/discord/discord.ts');
process.exit(0);
