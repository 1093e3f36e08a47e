import { expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';

function logged(level: 'info' | 'warn' = 'info') {
  const lines: string[] = [];
  return { log: createLog(level, { write: (line) => void lines.push(line) }), lines };
}

test('what members wrote, names and tokens are not written, should they be handed to it by mistake', () => {
  const { log, lines } = logged();
  log.info('thanks.given', {
    delivery: 'd1',
    words: 'marmalade',
    name: 'marmalade',
    token: 'marmalade',
    card: { text: 'marmalade' },
    thanks: { id: 't1', words: 'marmalade', question: 'marmalade' },
  });
  expect(lines.join('')).not.toContain('marmalade');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'thanks.given', delivery: 'd1', thanks: { id: 't1' } });
});

test('an error is told by its class, code, place and cause; a parser’s message, which quotes what it read, is left out', () => {
  const { log, lines } = logged();
  const parsing = (() => {
    try {
      return JSON.parse('{"words": marmalade}') as unknown;
    } catch (error) {
      return error;
    }
  })();
  const lost = Object.assign(new TypeError('the connection was lost', { cause: parsing }), { code: 'ECONNRESET' });
  log.error('handle.failed', lost, { kind: 'command' });
  const { event, kind, cause } = JSON.parse(lines[0] ?? '');
  expect({ event, kind, cause }).toMatchObject({
    event: 'handle.failed',
    kind: 'command',
    cause: {
      kind: 'TypeError',
      code: 'ECONNRESET',
      message: 'the connection was lost',
      cause: { kind: 'SyntaxError' },
    },
  });
  expect(cause.frames[0]).toMatch(/^\s+at .*log\.test\.ts/);
  expect(lines[0]).not.toContain('marmalade');
});

test('the level decides what is written', () => {
  const { log, lines } = logged('warn');
  log.info('delivery.sent');
  log.warn('delivery.postponed');
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(['delivery.postponed']);
});
