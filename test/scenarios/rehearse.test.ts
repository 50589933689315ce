import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, startWorld } from '../support/bot.ts';

const DRILLS = join(import.meta.dirname, 'products/drills');

test('[X8] rehearsed from Slack, the report comes as a file, and no run is left behind', async () => {
  await using world = await startWorld({ products: [DRILLS] });

  const { text } = await world.type('U0RELMGR', '/runbook rehearse restore-test');
  expect(text).toContain('It is being rehearsed');
  const shared = () => world.slack.workspace.messages.in(CHANNEL).find(one => one.text.includes('*Rehearsal* of'));
  await world.until(() => shared() !== undefined);

  expect(shared()?.text).toContain('Nothing was done and nobody was told. No problem was found.');
  expect(world.commands()).toEqual([]);
  expect(await world.store.runs({ kind: 'drill' })).toEqual([]);
  expect((await world.type('U0RELMGR', '/runbook rehearse incident')).text).toContain('There is no runbook "incident"');
});
