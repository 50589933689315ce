import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/four-steps');

test('two releases of a product are never in production at one time: the second waits and says for whom', async () => {
  await using world = await startWorld({ products: [PRODUCT] });
  await world.type('U0RELMGR', '/release start minor');
  await world.type('U0RELMGR', '/release start minor');

  const second = async () => (await world.run('REL-2')).phases['all']?.status;
  expect(await second()).toBe('pending');
  expect(world.card('REL-2')).toContain('Waiting for: REL-1, which is in production');

  await world.press('U0RELMGR', 'Go');
  await world.press('U0PO', 'Go');
  expect((await world.run('REL-1')).status).toBe('completed');
  await world.wind('30s');
  expect(await second()).toBe('running');
  expect(world.commands()).toEqual(['kubectl set weight canary-service 10']);
});
