import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMask } from '#src/telemetry/mask.ts';
import { appears, exited, scene } from './scene.ts';

test('a command ends with its exit code, its output and the times of its keeper', async () => {
  const { run, shell } = scene();
  const before = Date.now();
  const end = exited(await run(shell('a', 'echo out; echo err >&2; exit 3')));
  expect(end).toMatchObject({ code: 3, signal: null, stopped: false, stdout: 'out\n' });
  expect(end.tail.split('\n').sort()).toEqual(['err', 'out']);
  expect(end.startedAt).toBeGreaterThanOrEqual(before);
  expect(end.endedAt).toBeGreaterThanOrEqual(end.startedAt);
});

test('a command that a signal ends says which', async () => {
  const { run, shell } = scene();
  expect(await run(shell('a', 'kill -USR1 $$'))).toMatchObject({ how: 'exited', code: null, signal: 'SIGUSR1' });
});

test('the child gets the environment of its order and nothing else, and its folder', async () => {
  const { run, shell, folder } = scene();
  const end = exited(await run({ ...shell('a', 'env; pwd'), env: { ONLY: 'this' } }));
  const names = end.stdout.split('\n').flatMap(line => (line.includes('=') ? [line.split('=')[0]] : []));
  // The shell itself adds where it is.
  expect(names.filter(name => !['PWD', '_', 'SHLVL', 'OLDPWD'].includes(name ?? ''))).toEqual(['ONLY']);
  expect(end.stdout).toContain(`\n${folder}\n`);
});

test('standard input is empty, so that no command waits for an answer', async () => {
  const { run, shell } = scene();
  expect(exited(await run(shell('a', 'cat; echo end'))).stdout).toBe('end\n');
});

test('a command started twice, also at once, runs once', async () => {
  const { commands, run, shell, inside } = scene();
  const order = shell('a', 'echo x >> count');
  await Promise.all([commands.start(order), commands.start(order)]);
  await run(order);
  await commands.start(order);
  await commands.follow('a', () => {});
  expect(readFileSync(inside('count'), 'utf8')).toBe('x\n');
});

test('a finished command is started no second time even when its program is gone', async () => {
  const { commands, run, shell, inside } = scene();
  await run(shell('a', 'cp /bin/sh tool'));
  const order = { ...shell('b', 'exit 7'), argv: [inside('tool'), '-c', 'exit 7'] };
  await run(order);
  rmSync(inside('tool'));
  await commands.start(order);
  expect(await commands.look('b')).toMatchObject({ state: 'ended', end: { code: 7 } });
});

test('what was never started is absent, and nobody can follow it', async () => {
  const { commands } = scene();
  expect(await commands.look('a')).toEqual({ state: 'absent' });
  await expect(commands.follow('a', () => {})).rejects.toMatchObject({ code: 'command.failed' });
});

test.each([
  ['a program that is not there', { argv: ['/nowhere/tool'] }, /\/nowhere\/tool is not there or may not be executed/],
  ['a name without a path', { argv: ['tool'] }, /"tool" is not an absolute path/],
  ['a folder that is not there', { cwd: '/nowhere' }, /folder \/nowhere is not there/],
  ['a NUL in a word', { argv: ['/bin/echo', 'a\0b'] }, /NUL/],
  ['half a surrogate in a word', { argv: ['/bin/echo', '\ud800'] }, /well-formed/],
  ['an unknown secret', { env: { TOKEN: '${{ secrets.DEPLOY }}' } }, /GONOGO_SECRET_DEPLOY/],
])('%s is said before anything is started, so that it can be tried again', async (_, wrong, message) => {
  const { commands, shell } = scene();
  const starting = commands.start({ ...shell('a', 'true'), ...wrong });
  await expect(starting).rejects.toMatchObject({ code: 'command.failed', message: expect.stringMatching(message) });
  expect(await commands.look('a')).toEqual({ state: 'absent' });
});

test('a program that only the system refuses fails at the start, and the run directory keeps why', async () => {
  const { commands, shell, run, inside } = scene();
  await run(shell('a', String.raw`printf '#!/nowhere/interpreter\n' > tool; chmod +x tool`));
  await expect(commands.start({ ...shell('b', ''), argv: [inside('tool')] })).rejects.toThrow(/was not started/);
  const look = await commands.look('b');
  expect(look).toMatchObject({ state: 'ended', end: { how: 'exited', code: 127 } });
  expect(look.state === 'ended' && look.end.tail).toMatch(/could not be executed/);
});

test('a secret reaches the child, never the disk, and is masked in what people see', async () => {
  const secret = 'correct-horse-battery';
  const { run, shell, folder, inside } = scene({ secrets: { DEPLOY: secret }, mask: createMask([secret]) });
  const script = 'test "$TOKEN" = "Bearer correct-horse-battery" && echo same; echo "$TOKEN"; env > seen';
  const end = exited(
    await run(
      shell('a', script.replace(secret, `correct-horse-batt""ery`), {
        TOKEN: '${{ secrets.DEPLOY }}'.replace(/^/, 'Bearer '),
      }),
    ),
  );
  expect(end.stdout).toBe('same\nBearer ***\n');
  expect(end.tail).toBe('same\nBearer ***');
  expect(readFileSync(inside('seen'), 'utf8')).toContain(secret);
  // What the command itself prints is in its output file; nothing of ours may hold it.
  const ours = readdirSync(`${folder}/commands/a`).filter(name => name !== 'stdout');
  expect(ours.filter(name => readFileSync(`${folder}/commands/a/${name}`, 'utf8').includes(secret))).toEqual([]);
  expect(statSync(`${folder}/commands/a`).mode & 0o077).toBe(0);
  expect(statSync(`${folder}/commands/a/stdout`).mode & 0o077).toBe(0);
});

test('whoever follows is told the output while the command runs', async () => {
  const { commands, shell, gate } = scene();
  const go = gate('go');
  await commands.start(shell('a', 'echo half-way; read x < go; echo done'));
  let ended: Promise<unknown> = Promise.resolve();
  const told = await new Promise<string>(resolve => {
    ended = commands.follow('a', tail => tail.includes('half-way') && resolve(tail));
  });
  expect(told).toBe('half-way');
  expect(await commands.look('a')).toEqual({ state: 'running', tail: 'half-way' });
  await go.open();
  expect(await ended).toMatchObject({ code: 0, tail: 'half-way\ndone' });
});

test('disposing leaves the command running and ends following without an outcome', async () => {
  const { commands, shell, gate, inside } = scene();
  const go = gate('go');
  await commands.start(shell('a', 'read x < go; touch done'));
  const following = commands.follow('a', () => {});
  const refused = expect(following).rejects.toMatchObject({ code: 'command.left' });
  await commands[Symbol.asyncDispose]();
  await refused;
  await go.open();
  await appears(inside('done'));
});

test('output nothing was written to for long is deleted; that of a command that still runs never is', async () => {
  const { commands, run, shell, gate, folder } = scene();
  const { open } = gate('end');
  await run(shell('old', 'echo old'));
  await run(shell('new', 'echo new'));
  await commands.start(shell('running', 'read x < end'));
  const long = new Date(Date.now() - 1_000_000);
  const age = (id: string) => {
    const path = join(folder, 'commands', id);
    for (const name of ['.', ...readdirSync(path)]) utimesSync(join(path, name), long, long);
  };
  age('old');
  age('running');
  await expect.poll(() => statSync(join(folder, 'commands/running/alive')).mtimeMs).toBeGreaterThan(long.getTime());

  expect(await commands.prune(Date.now() - 500_000)).toBe(1);
  expect(readdirSync(join(folder, 'commands')).sort()).toEqual(['new', 'running']);
  await open();
  expect(await commands.follow('running', () => {})).toMatchObject({ code: 0 });
});

test('where no command was ever started there is nothing to delete', async () => {
  expect(await scene().commands.prune(Date.now())).toBe(0);
});

test('a chatty command is told of more and more rarely, and its last words all the same', async () => {
  const { commands, shell } = scene({ tellEveryMs: 50 });
  const chatty = 'i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo "line $i"; sleep 0.1; done; echo over';
  await commands.start(shell('a', chatty));
  const told: string[] = [];
  const end = await commands.follow('a', tail => void told.push(tail));
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThan(10);
  expect(end).toMatchObject({ tail: expect.stringContaining('over') });
});
