import { once } from 'node:events';
import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { launchKeeper } from '#src/adapters/command/launch.ts';
import { makeRunDirectory } from '#src/adapters/command/run-directory.ts';
import { appears, ends, scene } from './scene.ts';

/** As if the last touch of the keeper were long ago. */
function goStale(alive: string): void {
  const past = new Date(Date.now() - 60_000);
  utimesSync(alive, past, past);
}

test('kill -9 of the bot leaves the command running, and the next bot finds its result', async () => {
  const { startBot, commands, shell, gate, inside } = scene();
  const go = gate('go');
  const bot = startBot(shell('a', 'echo one; read x < go; echo two; echo x >> count'));
  await once(bot.stdout ?? bot, 'data');
  bot.kill('SIGKILL');
  await once(bot, 'exit');

  expect(await commands.look('a')).toMatchObject({ state: 'running' });
  await commands.start(shell('a', 'echo x >> count'));
  await go.open();
  expect(await commands.follow('a', () => {})).toMatchObject({ how: 'exited', code: 0, stdout: 'one\ntwo\n' });
  expect(readFileSync(inside('count'), 'utf8')).toBe('x\n');
});

test.each(['alive', 'order', 'keeper', 'child', 'stdout'])(
  'kill -9 of the bot as soon as %s exists: the command ran at most once, and its folder tells the truth',
  async file => {
    const { startBot, commands, shell, ofRun, inside } = scene();
    const bot = startBot(shell('a', 'echo x >> count'));
    await appears(ofRun('a', file));
    bot.kill('SIGKILL');
    await once(bot, 'exit');
    // Not waited for: the five seconds in which a keeper may still come.
    goStale(ofRun('a', 'alive'));

    const end = await commands.follow('a', () => {});
    const ran = existsSync(inside('count')) ? readFileSync(inside('count'), 'utf8') : '';
    // 127: the keeper read only half an order and wrote down that it never began.
    const told = end.how === 'exited' ? end.code : end.how;
    expect([told, ran]).toEqual(ran === '' ? [expect.toBeOneOf([127, 'interrupted']), ''] : [0, 'x\n']);
  },
);

test('kill -9 of the keeper: the command counts as running while it lives, and as interrupted after', async () => {
  const { commands, shell, gate, ofRun, pidIn, inside, keeperOf } = scene();
  const go = gate('go');
  await commands.start(shell('a', 'echo $$ > pid; echo begun; read x < go; touch done'));
  await appears(inside('pid'));
  const keeper = keeperOf('a');
  process.kill(keeper, 'SIGKILL');
  await ends(keeper);
  goStale(ofRun('a', 'alive'));

  expect(await commands.look('a')).toEqual({ state: 'running', tail: 'begun' });
  const following = commands.follow('a', () => {});
  await go.open();
  expect(await following).toEqual({ how: 'interrupted', tail: 'begun' });
  await ends(pidIn(inside('pid')));
  expect(existsSync(inside('done'))).toBe(true);
});

test('stop reaches a command whose keeper was killed', async () => {
  const { commands, shell, gate, ofRun, pidIn, inside, keeperOf } = scene({ graceMs: 100 });
  gate('go');
  await commands.start(shell('a', `trap '' TERM; echo $$ > pid; while :; do read x < go; done`));
  await appears(inside('pid'));
  const keeper = keeperOf('a');
  process.kill(keeper, 'SIGKILL');
  await ends(keeper);
  await commands.stop('a');
  await ends(pidIn(inside('pid')));
  goStale(ofRun('a', 'alive'));
  expect(await commands.look('a')).toMatchObject({ end: { how: 'interrupted' } });
});

test('a run directory without a keeper is interrupted, and from then on no late keeper starts anything', async () => {
  const { commands, shell, ofRun, folder, inside } = scene();
  makeRunDirectory(`${folder}/commands/a`, {});
  expect(await commands.look('a')).toMatchObject({ state: 'running' });
  goStale(ofRun('a', 'alive'));
  expect(await commands.look('a')).toEqual({ state: 'ended', end: { how: 'interrupted', tail: '' } });

  const order = { ...shell('a', 'touch ran'), graceMs: 0 };
  expect(await launchKeeper(`${folder}/commands/a`, order)).toBeNull();
  expect(existsSync(inside('ran'))).toBe(false);
});

test('a machine that slept does not interrupt a command whose keeper lives', async () => {
  const { commands, shell, gate, ofRun, inside, keeperOf } = scene();
  const go = gate('go');
  await commands.start(shell('a', 'touch begun; read x < go'));
  await appears(inside('begun'));
  process.kill(keeperOf('a'), 'SIGSTOP');
  goStale(ofRun('a', 'alive'));
  expect(await commands.look('a')).toMatchObject({ state: 'running' });
  process.kill(keeperOf('a'), 'SIGCONT');
  await go.open();
  expect(await commands.follow('a', () => {})).toMatchObject({ how: 'exited', code: 0 });
});
