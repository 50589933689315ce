import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { startWorld, type World, type WorldOptions } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { AUDITOR, DEVOPS, evening, ON_CALL, PRODUCT_OWNER, QA, RELEASE_MANAGER } from '../support/valero.ts';

async function inWave(number: number, options: WorldOptions & { line?: string } = {}): Promise<World> {
  const { line = '/release start minor', ...rest } = options;
  const world = await startWorld({ products: [valeroInHaste()], ...rest });
  await world.type(RELEASE_MANAGER, line);
  await evening.vote(world);
  await world.windUntil('60m', async () => (await world.run()).waves[number - 1]?.soakUntil != null);
  return world;
}

const turned = (world: World) => async () => (await world.run()).rollback !== null;
const weight = (world: World) => world.demo.state().cluster.weight;
const since = (world: World, count: number) => world.commands().slice(count);

test('[V8] by button: the steps of a canary run, users really leave it, and reason, time and person are on record', async () => {
  await using world = await inWave(1, { line: '/release start minor schema=expand change=batch flags=batch,teams' });
  const before = world.commands().length;
  expect(weight(world)).toBe(10);

  const { modal } = await world.ask(RELEASE_MANAGER, 'Roll back…');
  const asked = JSON.stringify(modal?.content);
  for (const step of ['Take all users off the canary', 'Take the migrations back']) expect(asked).toContain(step);
  expect(weight(world)).toBe(10);
  const pressedAt = world.now();
  await world.submit(RELEASE_MANAGER, { picked: '1', reason: 'PDFs have no pages' });

  expect(since(world, before)).toEqual([
    'kubectl set weight canary-service 0',
    'npm run migrate:down',
    'redis-cli SET feature:batch false',
    'redis-cli SET feature:teams false',
  ]);
  expect(weight(world)).toBe(0);
  const started = (await world.timeline()).find(fact => fact.type === 'release.rollback-started');
  expect(started?.data).toMatchObject({ reason: 'A critical function is broken: PDFs have no pages', cause: 'person' });
  expect(started?.actor).toMatchObject({ user: RELEASE_MANAGER });
  expect(started?.at).toBe(pressedAt);
  for (const user of [PRODUCT_OWNER, AUDITOR, ON_CALL])
    expect(world.direct(user).join()).toMatch(/was taken back: A critical function is broken.*decided by/);

  await evening.rolledBack(world);
  expect((await world.run()).status).toBe('rolled-back');
  expect(world.card()).toContain('Rolled back');
});

test('[V8] once the stable deployment has the new version, going back undoes that first', async () => {
  await using world = await inWave(3);
  await world.windUntil('12m', async () => (await world.run()).steps['rollout.checkpoint']?.status === 'waiting');
  expect(world.demo.state().cluster.deployments['document-domain']?.version).toBe('1.3.0');
  const before = world.commands().length;

  await world.fill(DEVOPS, 'Roll back…', { reason: 'Totals are wrong' });

  expect(since(world, before)).toEqual([
    'kubectl rollout undo deployment/document-domain',
    'kubectl set weight canary-service 0',
  ]);
  expect(world.demo.state().cluster.deployments['document-domain']?.version).toBe('1.2.0');
});

test('[V8] an error rate over 2 % takes it back by itself and says so to who decides', async () => {
  await using world = await inWave(2);
  world.demo.setFault('canary-errors', true);

  await world.windUntil('3m', turned(world));

  const run = await world.run();
  expect(run.rollback?.by).toBeNull();
  expect(run.rollback?.reason).toMatch(/^Error rate \d+(\.\d+)? % > 2 %/);
  expect(weight(world)).toBe(0);
  expect(world.direct(RELEASE_MANAGER).join()).toContain('is rolling back');
});

test('[V6] one failed health check stops the rollout and takes it back, and the way back ends with a healthy service', async () => {
  await using world = await inWave(1);
  world.demo.setFault('health-fails', true);
  const failedAt = world.now();

  await world.windUntil('1m', turned(world));
  const { rollback } = await world.run();
  expect(rollback?.reason).toContain('Health of the services');
  expect((rollback?.at ?? 0) - failedAt).toBeLessThanOrEqual(15_000);
  expect(weight(world)).toBe(0);

  // Its last step looks whether the services are healthy again; they are not yet, so it asks.
  expect(world.card()).toContain('Rollback paused');
  world.demo.setFault('health-fails', false);
  await world.press(DEVOPS, 'Retry', 'The services are healthy again');
  expect(world.labels(DEVOPS)).toContain('Holds');
});

test('[V6] [V12] a failed integrity check takes it back, and five events say so in order', async () => {
  await using world = await inWave(1);
  world.demo.setFault('integrity-broken', true);

  await world.windUntil('2m', turned(world));
  expect((await world.run()).rollback?.reason).toContain('Integrity of the audit log');
  expect(weight(world)).toBe(0);

  await evening.rolledBack(world);
  expect((await world.run()).status).toBe('rolled-back');
  expect(world.now() - ((await world.run()).rollback?.at ?? 0)).toBeLessThan(5 * MINUTE);
  const names = (await world.timeline()).flatMap(fact => (fact.type === 'event.published' ? [fact.data.name] : []));
  expect(names.slice(names.indexOf('scheduler.release.paused'))).toEqual([
    'scheduler.release.paused',
    'notification.rollback.initiated',
    'scheduler.release.rolledback',
    'notification.rollback.completed',
    'audit.rollback.logged',
  ]);
});

test('[V9] the release manager and DevOps may roll back; QA may not, and the attempt is recorded', async () => {
  await using world = await inWave(1);

  const { modal, text } = await world.ask(QA, 'Roll back…');
  expect(modal).toBeUndefined();
  expect(text).toContain('is for DevOps or Release manager');
  expect((await world.run()).rollback).toBeNull();
  const denied = (await world.timeline()).find(fact => fact.type === 'access.denied');
  expect(denied?.data.what).toBe('rollback');
  expect(denied?.actor).toMatchObject({ user: QA });
});
