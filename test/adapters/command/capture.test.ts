import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appears, ends, scene } from './scene.ts';

test('[W10] what a command that only reads prints is handed over, and nothing of it is kept', async () => {
  const { commands, shell, inside } = scene();
  const { id: _, ...order } = shell('a', 'echo NAME=value; echo noise >&2; exit 3');
  expect(await commands.capture(order)).toEqual({ how: 'exited', code: 3, signal: null, stdout: 'NAME=value\n' });
  expect(existsSync(inside('commands'))).toBe(false);
});

test('[W10] its environment is that of its order, secrets filled in, and nothing else', async () => {
  const { commands, shell } = scene({ secrets: { DEPLOY: 's3' } });
  const { id: _, ...order } = shell('a', 'echo "$TOKEN $LEAK"', { TOKEN: '${{ secrets.DEPLOY }}' });
  expect(await commands.capture(order)).toMatchObject({ stdout: 's3 \n' });
});

test('[W10] one that does not end is killed with all its children', async () => {
  const { commands, shell, inside, pidIn } = scene({ capture: { timeoutMs: 1_000, bytesMax: 100 } });
  const { id: _, ...order } = shell('a', 'sleep 600 & echo $! > child; trap "" TERM; sleep 600');
  const captured = commands.capture(order);
  await appears(inside('child'));
  expect(await captured).toEqual({ how: 'too-slow' });
  await ends(pidIn(inside('child')));
});

test('[W10] one that prints without end is killed', async () => {
  const { commands, shell } = scene({ capture: { timeoutMs: 30_000, bytesMax: 1_000 } });
  const { id: _, ...order } = shell('a', 'while :; do echo again and again; done');
  expect(await commands.capture(order)).toEqual({ how: 'too-much' });
});

test('[W10] a child left behind that holds its output does not hold the answer', async () => {
  const { commands, shell } = scene();
  const { id: _, ...order } = shell('a', 'sleep 600 & echo NAME=value');
  expect(await commands.capture(order)).toMatchObject({ how: 'exited', code: 0, stdout: 'NAME=value\n' });
});

test('[W10] one that cannot be started is said before anything is', async () => {
  const { commands, shell } = scene();
  const { id: _, ...order } = shell('a', 'true');
  const starting = commands.capture({ ...order, argv: ['/nowhere/tool'] });
  await expect(starting).rejects.toMatchObject({ code: 'command.failed' });
});

test('[W10] when the bot stops it ends too, and is read again by the next start', async () => {
  const { commands, shell, inside, pidIn } = scene();
  const { id: _, ...order } = shell('a', 'echo $$ > self; sleep 600');
  const captured = commands.capture(order);
  const left = expect(captured).rejects.toMatchObject({ code: 'command.left' });
  await expect.poll(() => (existsSync(inside('self')) ? pidIn(inside('self')) : 0)).toBeGreaterThan(0);
  await (commands as unknown as AsyncDisposable)[Symbol.asyncDispose]();
  await left;
  await ends(pidIn(inside('self')));
});
