import { describe, expect, it } from 'vitest';
import { directory, type Helpline, helplines } from '../../../src/engine/safety/helplines.ts';

/** A machine whose clock is behind knows of no later day than this was written on. */
const written = Date.UTC(2026, 10, 27);
const all: readonly (readonly [string, Helpline])[] = [
  ['everywhere', directory],
  ...Object.entries(helplines).flatMap(([country, { lines }]) => lines.map((line) => [country, line] as const)),
];

describe('the helplines', () => {
  it.each(all)('%s: what people read is there, with its source and a month', (_country, line) => {
    expect(line.name.trim()).not.toBe('');
    expect(line.reach.trim()).not.toBe('');
    expect(line.reach.length).toBeLessThanOrEqual(60);
    expect(line.source).toMatch(/^([a-z0-9-]+\.)+[a-z]{2,}(\/\S*)?$/);
    expect(line.verified).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
    expect(Date.parse(`${line.verified}-01`)).toBeLessThanOrEqual(Math.max(Date.now(), written));
  });

  it.each(Object.entries(helplines))('%s: is a country with an emergency number and a line', (country, help) => {
    expect(new Intl.DisplayNames('en', { type: 'region' }).of(country)).not.toBe(country);
    expect(help.emergency).toMatch(/^\d{2,5}$/);
    expect(help.lines).not.toEqual([]);
  });

  // A warning only: the lines may well be right still, but somebody should read the sources again.
  it('were read again within a year', () => {
    const yearAgo = new Date();
    yearAgo.setUTCFullYear(yearAgo.getUTCFullYear() - 1);
    const old = all.filter(([, line]) => Date.parse(`${line.verified}-01`) < yearAgo.getTime());
    for (const [country, line] of old) {
      process.stdout.write(
        `WARNING: helpline ${line.name} (${country}) was last verified ${line.verified}: read ${line.source} again.\n`,
      );
    }
  });
});
