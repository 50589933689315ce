import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';

const PRODUCTS = [join(import.meta.dirname, 'products/four-steps')];

function shared(world: World): readonly { readonly name: string; readonly text: string }[] {
  return world.slack.workspace.files
    .all()
    .filter(file => file.channels.length > 0)
    .map(file => ({ name: file.name, text: String(file.content) }));
}

test('[V16] the report can be had at any moment, and says of a release that is not over that it is not', async () => {
  await using world = await startWorld({ products: PRODUCTS });
  await world.type('U0RELMGR', '/release start minor');
  await world.windUntil('5m', () => world.labels('U0RELMGR').includes('Go'));

  expect((await world.type('U0PO', '/release report')).text).toContain('being written');
  await world.wind('1m');

  const [report] = shared(world).filter(file => file.name.includes('-at-'));
  expect(report?.name).toBe('REL-1-at-10-deployment.md');
  expect(report?.text).toContain('running');
  expect((await world.run()).status).toBe('running');
});

test('[V16] a year later it is written anew from the timeline, also where no release is running any more', async () => {
  await using world = await startWorld({ products: PRODUCTS });
  await world.type('U0RELMGR', '/release start minor');
  await world.windUntil('5m', () => world.labels('U0RELMGR').includes('Go'));
  await world.type('U0RELMGR', '/release abort it was only a test');
  await world.wind('365d');

  await world.type('U0PO', '/release report');
  await world.wind('1m');

  expect(shared(world).at(-1)?.name).toContain('-at-');
  expect(shared(world).at(-1)?.text).toContain('aborted');
});
