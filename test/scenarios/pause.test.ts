import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, QA, RELEASE_MANAGER } from '../support/valero.ts';

/** Wave 1 has its ten percent and soaks. */
async function inWaveOne(): Promise<World> {
  const world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.windUntil('7m', async () => (await world.run()).waves[0]?.soakUntil != null);
  return world;
}

const paused = (world: World) => async () => (await world.run()).status === 'paused';
const weight = (world: World) => world.demo.state().cluster.weight;

test('[V6] an error rate over 1 % pauses with its figures, Resume needs a reason, and the soak begins anew', async () => {
  await using world = await inWaveOne();
  world.demo.setFault('canary-errors', true);

  await world.windUntil('3m', paused(world));
  const { pause } = await world.run();
  expect(pause?.says).toMatch(/^Error rate 1\.\d+ % > 1 %/);
  expect(world.card()).toContain('*Paused*');
  expect(world.card()).toMatch(/Error rate 1\.\d+ % &gt; 1 %/);
  expect(world.direct(DEVOPS).join()).toContain('is paused and asks for you');
  expect(weight(world)).toBe(10);

  const { modal } = await world.ask(DEVOPS, 'Resume…');
  expect(modal).toBeDefined();
  expect((await world.run()).status).toBe('paused');
  world.demo.setFault('canary-errors', false);
  await world.submit(DEVOPS, { reason: 'One customer retried in a loop; it was told to stop.' });
  const after = await world.run();
  expect(after.status).toBe('running');
  const resumedAt = (await world.timeline()).findLast(fact => fact.type === 'release.resumed')?.at ?? 0;
  expect(after.waves[0]?.soakUntil).toBe(resumedAt + 2 * MINUTE);
  expect(world.thread().join('\n')).toContain(`Resumed by <@${DEVOPS}>: One customer retried in a loop`);

  await world.windUntil('4m', async () => (await world.run()).waves.length === 2);
  expect(weight(world)).toBe(50);
});

test('[V6] a p95 over 500 ms pauses', async () => {
  await using world = await inWaveOne();
  world.demo.setFault('canary-slow', true);

  await world.windUntil('3m', paused(world));
  expect((await world.run()).pause?.says).toMatch(/^p95 latency \d+ ms > 500 ms/);
  expect((await world.run()).rollback).toBeNull();
});

test('[V6] a consumer lag over 1000 pauses', async () => {
  await using world = await inWaveOne();
  await world.burst(1_200);

  await world.windUntil('30s', paused(world));
  expect((await world.run()).pause?.says).toMatch(/^Consumer lag 1[,.]?\d{3} > 1[,.]?000/);
  expect((await world.run()).rollback).toBeNull();
});

test('[X4] figures that cannot be had pause and ask after some tries; they never pass and never roll back', async () => {
  await using world = await inWaveOne();
  world.demo.setFault('metrics-gone', true);

  await world.windUntil('5m', paused(world));
  const run = await world.run();
  expect(run.pause?.cause).toBe('metric');
  expect(run.pause?.says).toContain('could not be measured');
  expect(world.direct(RELEASE_MANAGER).join()).toContain('is paused and asks for you');

  await world.wind('10m');
  const later = await world.run();
  expect(later.status).toBe('paused');
  expect(later.rollback).toBeNull();
  expect(later.waves).toHaveLength(1);
  expect(weight(world)).toBe(10);

  world.demo.setFault('metrics-gone', false);
  await world.wind('1m');
  await world.fill(DEVOPS, 'Resume…', { reason: 'The figures are back.' });
  await world.windUntil('4m', async () => (await world.run()).waves.length === 2);
});

test('anybody may pause by a press, only the phase’s roles resume, and a denial is told in private and recorded', async () => {
  await using world = await inWaveOne();

  await world.press(QA, 'Pause');
  expect(world.card()).toContain(`Paused by <@${QA}>`);
  const denied = await world.ask(QA, 'Resume');
  expect(denied.text).toContain('is for DevOps or Release manager');
  expect((await world.timeline()).findLast(fact => fact.type === 'access.denied')?.actor).toMatchObject({ user: QA });
  expect((await world.run()).status).toBe('paused');

  await world.press(DEVOPS, 'Resume');
  expect((await world.run()).status).toBe('running');
});
