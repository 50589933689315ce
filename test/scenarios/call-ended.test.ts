import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { QA, RELEASE_MANAGER } from '../support/valero.ts';

const PRODUCT = join(import.meta.dirname, 'products/deaf');
const SEEN = 'ps on deploy-1 shows nothing of it any more';

/** The program that keeps the command is stopped, as by a disk that hangs: it is there, and does nothing it is asked to. */
function freezeKeeper(world: World, asleep: DisposableStack): void {
  const commands = join(world.data, 'commands');
  const [id = ''] = readdirSync(commands);
  const { pid } = JSON.parse(readFileSync(join(commands, id, 'keeper'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGSTOP');
  asleep.defer(() => process.kill(pid, 'SIGCONT'));
}

const script = (world: World, text: string) =>
  writeFileSync(join(world.repository.path, 'deploy.sh'), `PATH=/usr/bin:/bin\n${text}\n`);

const begins = async (world: World, id: string) => (await world.run(id)).steps['known']?.status === 'waiting';

/** REL-1 deploys, and its command hears nothing any more; it is aborted, and REL-2 waits for production. */
async function aborted(world: World, asleep: DisposableStack): Promise<void> {
  script(world, 'echo begun > begun; exec sleep 60');
  await world.type(RELEASE_MANAGER, '/release start change');
  const pressing = world.press(RELEASE_MANAGER, 'Confirm', 'The customers know');
  await world.until(() => readdirSync(world.repository.path).includes('begun'));
  freezeKeeper(world, asleep);
  world.leaveHanging(1);
  await pressing;
  await world.fill(RELEASE_MANAGER, 'Abort…', { reason: 'It hangs' });
  script(world, 'echo deployed');
  await world.type(QA, '/release start change');
  await world.wind('2m');
  expect((await world.run('REL-1')).status).toBe('aborted');
  expect(await begins(world, 'REL-2')).toBe(false);
  expect(world.card('REL-2')).toContain('Waiting for: REL-1');
}

test('what cannot be killed keeps production, over a kill of the bot, until who may says what they saw; then the next one gets in', async () => {
  await using world = await startWorld({ products: [PRODUCT] });
  using asleep = new DisposableStack();
  await aborted(world, asleep);
  await world.kill();
  await world.passWithoutBot('10m');
  await world.restart();
  await world.wind('10m');
  expect(await begins(world, 'REL-2')).toBe(false);
  expect(world.card('REL-1')).toContain('[It has ended…]');

  await world.fill(RELEASE_MANAGER, 'It has ended…', { reason: SEEN }, 'REL-1');
  expect(world.thread('REL-1').join('\n')).toContain(SEEN);
  expect(world.card('REL-1')).not.toContain('[It has ended…]');
  await world.windUntil('1m', () => begins(world, 'REL-2'));
  await world.press(QA, 'Confirm', 'The customers know');
  expect((await world.run('REL-2')).status).toBe('completed');

  // What is heard of it after all changes nothing any more.
  asleep.dispose();
  world.leaveHanging(0);
  await world.settle();
  expect((await world.run('REL-1')).steps['deploy']).toMatchObject({ status: 'interrupted', says: SEEN });
});

test('who may not is refused at the press and recorded, and production stays kept', async () => {
  await using world = await startWorld({ products: [PRODUCT] });
  using asleep = new DisposableStack();
  await aborted(world, asleep);
  const { text, modal } = await world.ask(QA, 'It has ended…', 'REL-1');
  expect(text).toContain('is for Captain');
  expect(modal).toBeUndefined();

  const denied = (await world.timeline('REL-1')).findLast(fact => fact.type === 'access.denied');
  expect(denied).toMatchObject({ actor: { user: QA }, data: { what: 'call-ended' } });
  expect(await begins(world, 'REL-2')).toBe(false);
});
