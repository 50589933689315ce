import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { RELEASE_MANAGER } from '../support/valero.ts';

const PRINTING = join(import.meta.dirname, 'products/printing');
const TAIL_MAX = 4 * 1024;

/** A release whose one command is this script, in a real shell. */
async function withScript(script: string): Promise<World> {
  const world = await startWorld({ products: [PRINTING] });
  writeFileSync(join(world.repository.path, 'say.sh'), `PATH=/usr/bin:/bin\n${script}`);
  return world;
}

/** What stands on the timeline of what the command printed, in order. */
async function printed(world: World): Promise<readonly string[]> {
  const facts = await world.timeline();
  return facts.flatMap(fact => (fact.type === 'command.output' ? [fact.data.tail] : []));
}

test('what a command printed that ends at once stands on the timeline, once, before its end', async () => {
  await using world = await withScript('echo image updated; echo one warning >&2');
  await world.type(RELEASE_MANAGER, '/release start change');

  // A look while it still runs may have told a part before; the whole is told once.
  const told = await printed(world);
  expect(told.filter(tail => tail.includes('image updated') && tail.includes('one warning'))).toEqual([told.at(-1)]);
  const types = (await world.timeline()).map(fact => fact.type);
  expect(types.lastIndexOf('command.output')).toBe(types.indexOf('step.finished') - 1);
});

test('what a command printed that fails at once stands there too, once, and its failed step shows it', async () => {
  await using world = await withScript('echo no space left on device >&2; exit 3');
  await world.type(RELEASE_MANAGER, '/release start change');

  expect((await world.run()).steps['say']).toMatchObject({ status: 'failed', tail: 'no space left on device' });
  expect(await printed(world)).toEqual(['no space left on device']);
  expect(JSON.stringify(await world.timeline()).split('no space left on device')).toHaveLength(2);
  expect(world.thread().join('\n')).toContain('no space left on device');
});

test('a command that prints nothing leaves no empty line behind', async () => {
  await using world = await withScript('true');
  await world.type(RELEASE_MANAGER, '/release start change');
  expect((await world.run()).steps['say']?.status).toBe('done');
  expect(await printed(world)).toEqual([]);
});

test.each([
  ['bytes that are no text', 'head -c 20000 /dev/urandom; echo; echo the end', /the end$/],
  ['one line without an end', 'head -c 300000 /dev/zero | tr "\\0" x', /^x+$/],
  ['signs of three bytes', "i=0; while [ $i -lt 6000 ]; do printf '─────'; i=$((i+1)); done", /^─+$/],
  ['a progress bar', "i=0; while [ $i -lt 3000 ]; do printf '%s %% of it\\r' $i; i=$((i+1)); done", /^2999 % of it$/],
])('of %s the end stands on the timeline, as text and within bounds', async (_, script, end) => {
  await using world = await withScript(script);
  await world.type(RELEASE_MANAGER, '/release start change');

  const tail = (await printed(world)).at(-1) ?? '';
  expect(tail).toMatch(end);
  expect(tail.length).toBeLessThanOrEqual(TAIL_MAX);
  expect(tail.isWellFormed()).toBe(true);
});

test('a token that a command prints stands nowhere, though it ended before anybody looked', async () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  await using world = await withScript(`echo pushed with ${token}; exit 1`);
  await world.type(RELEASE_MANAGER, '/release start change');

  expect(await printed(world)).toEqual(['pushed with ***']);
  expect(JSON.stringify(await world.timeline())).not.toContain(token);
  expect(world.thread().join('\n')).not.toContain(token);
});

test('killed between the end of a command and the look at it: the next start brings its output, once', async () => {
  await using world = await withScript('read go < gate; echo said after the bot was gone');
  const gate = join(world.repository.path, 'gate');
  execFileSync('mkfifo', [gate]);
  const runs = join(world.data, 'commands');
  const starting = world.type(RELEASE_MANAGER, '/release start change');
  await world.until(() => existsSync(runs) && readdirSync(runs).some(id => existsSync(join(runs, id, 'child'))));
  await world.kill();
  void starting;
  await writeFile(gate, 'go\n');
  await world.until(() => readdirSync(runs).some(id => existsSync(join(runs, id, 'exit'))));

  await world.restart();
  expect((await world.run()).steps['say']).toMatchObject({ status: 'done', attempt: 1 });
  expect(await printed(world)).toEqual(['said after the bot was gone']);
});
