import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, RELEASE_MANAGER } from '../support/valero.ts';

/** VALERO with a first limit that asks for a rollback; its release manager decides and has a phone. */
function asking(edit: (text: string) => string = text => text): string {
  const product = valeroInHaste();
  const file = join(product, 'product.yml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, edit(text.replace('above: 1%, action: pause', 'above: 1%, action: ask-rollback')));
  return product;
}

async function inWaveOne(product = asking()): Promise<World> {
  const world = await startWorld({ products: [product] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.windUntil('7m', async () => (await world.run()).waves[0]?.soakUntil != null);
  return world;
}

async function brokenCanary(): Promise<World> {
  const world = await inWaveOne();
  world.demo.setFault('canary-errors', true);
  return world;
}

test('[V6] [X9] a gate that asks for a rollback rings the release manager until somebody decides', async () => {
  await using world = await brokenCanary();
  await world.windUntil('3m', async () => (await world.run()).status === 'paused');
  await world.wind('10s');
  expect(world.ringing(RELEASE_MANAGER)).toHaveLength(1);
  expect(world.card()).toContain('accepted by PagerDuty');
  expect(world.card()).toContain('not acknowledged yet');

  const [page] = Object.values((await world.run()).pages);
  expect(page).toMatchObject({ state: 'accepted', roles: ['release-manager'] });
  await world.fill(RELEASE_MANAGER, 'Roll back…', { reason: 'Too many errors' });
  await world.wind('30s');
  expect(world.ringing(RELEASE_MANAGER)).toEqual([]);
});

test('[V6] [X9] “I have it” on the card is an acknowledgement: the phone stops, and everybody sees who looks', async () => {
  await using world = await brokenCanary();
  await world.windUntil('3m', async () => (await world.run()).status === 'paused');
  await world.wind('10s');
  await world.press(DEVOPS, 'I have it');

  expect(world.ringing(RELEASE_MANAGER)).toEqual([]);
  expect(world.pagerDuty.incidents().map(one => one.status)).toEqual(['acknowledged']);
  expect(world.card()).toContain(`acknowledged by <@${DEVOPS}>`);
  expect(world.card()).not.toContain('[I have it]');
  expect(world.thread().join('\n')).toContain(`Acknowledged by <@${DEVOPS}> in Slack`);
  expect((await world.run()).status).toBe('paused');
});

test('[V15] nobody decides for a quarter of an hour: the release manager is rung anew, also by a bot that was killed since', async () => {
  await using world = await brokenCanary();
  await world.windUntil('3m', async () => (await world.run()).status === 'paused');
  const since = (await world.run()).pause?.at ?? 0;
  await world.pickUp(RELEASE_MANAGER);
  await world.kill();
  await world.passWithoutBot('10m');
  await world.restart();
  expect(world.ringing(RELEASE_MANAGER)).toEqual([]);
  await world.windUntil('6m', () => world.ringing(RELEASE_MANAGER).length === 1);

  expect(world.now() - since).toBeGreaterThanOrEqual(15 * MINUTE);
  expect(world.pagerDuty.incidents().map(one => one.status)).toEqual(['resolved', 'triggered']);
  expect(world.thread().join('\n')).toContain('*Escalated*, nobody decided for 15 min: Release manager');
  expect(world.direct(RELEASE_MANAGER).join('\n')).toContain('It stands still, and nobody decided for 15 min.');
});

/** Release manager and DevOps share one phone, as in a small team. */
const onePhone = (text: string) =>
  text.replace('{ users: [U0DEVOPS] } }', '{ users: [U0DEVOPS] }, pager: PAGERDUTY_RELEASE_MANAGER_KEY }');

test('[V6] [X9] whoever has the page of what could not be measured is rung anew by the limit that is exceeded then', async () => {
  await using world = await inWaveOne(asking(onePhone));
  world.demo.setFault('metrics-gone', true);
  await world.windUntil('5m', async () => (await world.run()).status === 'paused');
  await world.wind('10s');
  await world.pickUp(RELEASE_MANAGER);
  expect(world.ringing(RELEASE_MANAGER)).toEqual([]);

  world.demo.setFault('canary-errors', true);
  world.demo.setFault('metrics-gone', false);
  await world.windUntil('5m', () => world.ringing(RELEASE_MANAGER).length === 1);
  expect((await world.run()).pause?.says).toMatch(/could not be measured.* · Error rate 1\.\d+ % > 1 %$/);
  expect(world.card()).toMatch(/Error rate \d.*% &gt; 1 %/);
  expect(world.pagerDuty.incidents().map(one => one.status)).toEqual(['resolved', 'triggered']);
  expect(world.ringing(RELEASE_MANAGER)[0]?.title).toMatch(/Error rate 1\.\d+ % > 1 %/);

  // The same again rings nobody who has it.
  await world.pickUp(RELEASE_MANAGER);
  await world.wind('10m');
  expect(world.pagerDuty.incidents().map(one => one.status)).toEqual(['resolved', 'acknowledged']);
});
