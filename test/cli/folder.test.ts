import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folderOf, wordsOf } from '#src/cli/folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = './test/runbook/fixtures';
const run = promisify(execFile);

test('a folder is told from the other words by its slash, wherever it stands', () => {
  expect(wordsOf(['minor', 'shop', './books'])).toEqual({ words: ['minor', 'shop'], folder: './books' });
  expect(wordsOf(['minor', '/srv/books', undefined])).toEqual({ words: ['minor'], folder: '/srv/books' });
  expect(wordsOf(['minor', '.'])).toEqual({ words: ['minor'], folder: '.' });
  expect(wordsOf(['minor', 'shop'])).toEqual({ words: ['minor', 'shop'], folder: undefined });
});

test('a third word is refused: it may be a folder without its slash, and another one would be read in its place', () => {
  expect(() => wordsOf(['minor', 'shop', 'books'])).toThrow(
    'After minor shop there is only a folder, told by its slash: write ./books.',
  );
});

test('two different folders are refused, and one named twice is one', () => {
  expect(folderOf('a', undefined, 'a')).toBe('a');
  expect(() => folderOf('a', 'b')).toThrow('Name one folder, not a and b.');
});

test('what took it as an option only takes it as a word, and the other way round', { timeout: 120_000 }, async () => {
  const said = async (...words: string[]) =>
    (await run(process.execPath, ['src/cli.ts', ...words], { cwd: ROOT })).stdout;
  expect(await said('lint', '--folder', FIXTURES)).toMatch(/^\d+ runbooks, nothing stands in the way/m);
  expect(await said('plan', 'minor', 'shop', FIXTURES)).toContain('Shop release · minor · canary');
});
