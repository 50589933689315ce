import { expect, test } from 'vitest';
import { appears, ends, exited, isThere, scene } from './scene.ts';

test('stop ends a command with TERM and says that it was asked to', async () => {
  const { commands, shell, gate, inside } = scene();
  gate('go');
  await commands.start(shell('a', 'touch begun; read x < go'));
  await appears(inside('begun'));
  await commands.stop('a');
  expect(await commands.follow('a', () => {})).toMatchObject({ code: null, signal: 'SIGTERM', stopped: true });
});

test('a command may tidy up when it is told to end', async () => {
  const { commands, shell, gate, inside } = scene();
  gate('go');
  await commands.start(shell('a', `trap 'echo tidy; exit 5' TERM; touch begun; read x < go`));
  await appears(inside('begun'));
  await Promise.all([commands.stop('a'), commands.stop('a')]);
  const end = exited(await commands.follow('a', () => {}));
  expect(end).toMatchObject({ code: 5, stopped: true, stdout: 'tidy\n' });
});

test('a command and its children that ignore TERM are killed after the grace, before the end is told', async () => {
  const { commands, shell, gate, inside, pidIn } = scene({ graceMs: 200 });
  gate('go');
  const stubborn = `trap '' TERM; while :; do read x < go; done`;
  await commands.start(shell('a', `trap 'exit 0' TERM; (${stubborn}) & echo $! > inner; wait`));
  await appears(inside('inner'));
  await expect.poll(() => pidIn(inside('inner'))).toBeGreaterThan(1);
  const inner = pidIn(inside('inner'));
  await commands.stop('a');
  expect(exited(await commands.follow('a', () => {})).stopped).toBe(true);
  expect(isThere(inner)).toBe(false);
});

test('a child that left the group with setsid is out of reach and goes on; the end is told all the same', async () => {
  const { commands, shell, gate, inside, pidIn } = scene({ graceMs: 100 });
  const go = gate('go');
  await commands.start(shell('a', `setsid sh -c 'echo $$ > inner; read x < go' & wait`));
  await appears(inside('inner'));
  await expect.poll(() => pidIn(inside('inner'))).toBeGreaterThan(1);
  const inner = pidIn(inside('inner'));
  await commands.stop('a');
  expect(exited(await commands.follow('a', () => {})).stopped).toBe(true);
  expect(isThere(inner)).toBe(true);
  await go.open();
  await ends(inner);
});

test('a service that a finished command left behind is not touched', async () => {
  const { run, shell, gate, inside, pidIn } = scene();
  const go = gate('go');
  expect(await run(shell('a', '(read x < go) & echo $! > inner'))).toMatchObject({ code: 0 });
  expect(isThere(pidIn(inside('inner')))).toBe(true);
  await go.open();
  await ends(pidIn(inside('inner')));
});

test('stop of what never began or has ended does nothing', async () => {
  const { commands, run, shell } = scene();
  await commands.stop('never');
  const end = await run(shell('a', 'true'));
  await commands.stop('a');
  expect(await commands.look('a')).toEqual({ state: 'ended', end });
});
