import { statSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from '#src/adapters/command/output.ts';
import { createMask } from '#src/telemetry/mask.ts';
import { exited, scene } from './scene.ts';

/** What shells, option parsers and terminals trip over. */
const NAUGHTY = [
  '',
  ' ',
  '$(reboot)',
  '`id`',
  '; rm -rf /',
  '&& true',
  '|',
  '> /tmp/x',
  '*',
  '?',
  '~',
  '!!',
  '#',
  '\\',
  '"',
  "'",
  '\n',
  '\r\n',
  '--upload-pack=x',
  '-',
  '--',
  '%00',
  '${IFS}',
  '{a,b}',
  '\u202e',
  '\ufeff',
  '👩‍👩‍👧',
  '１',
  'ﷺ',
  '<!channel>',
  '\x1b[31m',
  'é',
  'e\u0301',
];

test('every word of a command arrives byte for byte, whatever stands in it', async () => {
  const { run, folder } = scene();
  const word = fc.oneof(fc.constantFrom(...NAUGHTY), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
  const words = fc.array(
    word.filter(one => !one.includes('\0') && one.isWellFormed()),
    { minLength: 300, maxLength: 300 },
  );
  let count = 0;
  await fc.assert(
    fc.asyncProperty(words, async given => {
      count += 1;
      const print = 'process.stdout.write(Buffer.from(process.argv.slice(1).join("\\0")).toString("hex"))';
      const argv = [process.execPath, '-e', print, '--', ...given];
      const end = exited(await run({ id: `a${count}`, argv, cwd: folder, env: {} }));
      expect(end.stdout).toBe(
        Buffer.from(given.join('\0'))
          .toString('hex')
          .slice(0, 64 * 1024),
      );
    }),
    { numRuns: 5 },
  );
});

test('a command that closes its output and goes on is followed to its end', async () => {
  const { run, shell } = scene();
  expect(await run(shell('a', 'echo said; exec >&- 2>&-; exit 4'))).toMatchObject({ code: 4, stdout: 'said\n' });
});

test('endless output is ended with a sentence and kept in bounds', async () => {
  const { run, shell, ofRun } = scene();
  const end = exited(await run(shell('a', 'yes endless')));
  expect(end).toMatchObject({ code: null, signal: 'SIGKILL', stopped: false });
  expect(end.tail).toMatch(/endless\nIt wrote more than 100 MB and was killed\.$/);
  expect(end.stdout).toHaveLength(64 * 1024);
  expect(statSync(ofRun('a', 'stdout')).size).toBe(10 * 1024 * 1024);
});

test('terminal codes, NUL and reading directions do not reach people; a progress bar shows its last state', () => {
  expect(clean('\x1b[31mred\x1b[0m \x1b]0;title\x07a\0b\u202egpj\u2066')).toBe('red abgpj');
  expect(clean('10 %\r50 %\r100 %\r\nnext\tline\n')).toBe('100 %\nnext\tline\n');
  expect(clean('70 %\r')).toBe('70 %');
});

test('a secret on the edge of the tail does not show its half', async () => {
  const secret = 'S3CRET-'.repeat(20);
  const { run, shell } = scene({ mask: createMask([secret]) });
  for (const [id, lines] of [
    ['a', 57],
    ['b', 58],
    ['c', 59],
    ['d', 120],
    // As long as what is read of the end, and a little more.
    ['e', 261],
    ['f', 262],
    ['g', 290],
  ] as const) {
    const script = `i=0; while [ $i -lt ${lines} ]; do echo "$PART$PART"; i=$((i+1)); done`;
    const end = exited(await run(shell(id, script, { PART: 'S3CRET-'.repeat(10) })));
    expect(end.tail).not.toContain('S3CRET');
    expect(end.stdout).not.toContain('S3CRET');
  }
});

test('the stream written to last stands last in the tail, and the other keeps its place', async () => {
  const { run, shell } = scene();
  const out = 'head -c 9000 /dev/zero | tr "\\0" o';
  const end = exited(await run(shell('a', `${out}; echo; echo "why it failed" >&2; exit 1`)));
  expect(end.tail).toMatch(/^o+\nwhy it failed$/);
  expect(end.tail.length).toBeLessThanOrEqual(4 * 1024 + 1);
});
