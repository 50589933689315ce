import { expect, test } from 'vitest';
import { createLog } from '#src/telemetry/log.ts';
import { createMask } from '#src/telemetry/mask.ts';

const CANARY = 'canary-7f3a';

function openLog(level = 'info') {
  const lines: string[] = [];
  const log = createLog({ level, mask: createMask([CANARY]), write: line => lines.push(line) });
  return { log, lines, first: () => JSON.parse(lines[0] ?? '') };
}

test('a line is one JSON object with level, time, fields and a constant message', () => {
  const { log, lines, first } = openLog();
  log.warn({ effect: 'e1', attempt: 2 }, 'effect will be retried');
  expect(lines).toHaveLength(1);
  expect(first()).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    effect: 'e1',
    attempt: 2,
    msg: 'effect will be retried',
  });
});

test.each([
  ['a field', { note: `it is ${CANARY}` }],
  ['a name', { [CANARY]: 1 }],
  ['deep inside', { a: { b: [{ c: { d: CANARY } }] } }],
  ['an address', { url: `http://x/?k=${encodeURIComponent(CANARY)}` }],
  ['a header', { authorization: `Basic ${Buffer.from(`ana:${CANARY}`).toString('base64')}` }],
  ['an error', { err: new Error(`refused: ${CANARY}`) }],
  ['the cause of an error', { err: new Error('failed', { cause: new Error(CANARY) }) }],
  ['a field of an error', { err: Object.assign(new Error('failed'), { headers: { cookie: CANARY } }) }],
])('a secret does not get out through %s', (_name, fields) => {
  const { log, lines, first } = openLog();
  log.error(fields, 'it failed');
  expect(lines.join()).not.toContain(CANARY);
  expect(lines.join()).not.toContain(Buffer.from(CANARY).toString('base64').slice(2, 12));
  expect(first().msg).toBe('it failed');
});

test('what is secret by name goes, whatever its value', () => {
  const { log, lines } = openLog();
  log.info({ signingSecret: 'unknown-value-1', request: { token: 'unknown-value-2' } }, 'read');
  expect(lines.join()).not.toContain('unknown-value');
});

test('an error keeps its message, its code and its cause', () => {
  const { log, first } = openLog();
  log.error(
    { err: Object.assign(new Error('failed', { cause: new Error('disk full') }), { code: 'store.failed' }) },
    'x',
  );
  expect(first().err).toMatchObject({ message: 'failed: disk full', code: 'store.failed' });
});

test('lines below the level are not written', () => {
  const { log, lines } = openLog('warn');
  log.info({}, 'quiet');
  log.debug({}, 'quieter');
  expect(lines).toEqual([]);
});
