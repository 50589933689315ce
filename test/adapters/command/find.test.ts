import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findExecutable } from '#src/adapters/command/find.ts';
import { beganByPs, identify, isAlive } from '#src/adapters/command/process-identity.ts';

function folders() {
  const root = mkdtempSync(join(tmpdir(), 'gonogo-find-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [first, second] = [join(root, 'first'), join(root, 'second')];
  for (const folder of [first, second]) mkdirSync(folder);
  const put = (folder: string, name: string, mode: number) => {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), mode);
  };
  return { first, second, put };
}

test('the first executable along the path is found; folders and plain files of that name are passed over', () => {
  const { first, second, put } = folders();
  mkdirSync(join(first, 'folder'));
  put(first, 'plain', 0o644);
  for (const name of ['folder', 'plain', 'tool']) put(second, name, 0o755);
  const path = `${first}:${second}`;
  expect(findExecutable('tool', path)).toBe(join(second, 'tool'));
  expect(findExecutable('plain', path)).toBe(join(second, 'plain'));
  expect(findExecutable('folder', path)).toBe(join(second, 'folder'));
  expect(findExecutable('other', path)).toBeNull();
  put(first, 'tool', 0o755);
  expect(findExecutable('tool', path)).toBe(join(first, 'tool'));
});

test('a relative entry of the path is not looked at, and a name with a path is refused', () => {
  expect(findExecutable('vitest', 'node_modules/.bin:')).toBeNull();
  for (const name of ['bin/sh', '../sh', '/bin/sh', '']) expect(() => findExecutable(name, '/')).toThrow(/plain name/);
});

test('a process is told from a later one of the same number, by /proc and by ps', () => {
  const me = identify(process.pid);
  expect(me && isAlive(me)).toBe(true);
  expect(isAlive({ pid: process.pid, began: 'another time' })).toBe(false);
  expect(identify(2 ** 22 + 1)).toBeUndefined();
  expect(beganByPs(process.pid)).toMatch(/^\w{3} \w{3} \d+ [\d:]{8} \d{4}$/);
  expect(beganByPs(2 ** 22 + 1)).toBeUndefined();
});
