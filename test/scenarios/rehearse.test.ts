import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, startWorld } from '../support/bot.ts';

const WATCHTOWER = join(import.meta.dirname, 'products/watchtower');
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

test('[X8] an incident is rehearsed from Slack with a severity and a scene, and nobody is paged', async () => {
  await using world = await startWorld({ products: [WATCHTOWER] });

  const { text } = await world.type('U0ANA', '/runbook rehearse incident sev1 nobody');
  expect(text).toContain('It is being rehearsed');
  const shared = () => world.slack.workspace.messages.in(CHANNEL).find(one => one.text.includes('*Rehearsal* of'));
  await world.until(() => shared() !== undefined);

  expect(shared()?.text).toContain(
    'Watchtower incident SEV1 nobody. Nothing was done and nobody was told. No problem was found.',
  );
  expect(await world.store.runs({ kind: 'incident' })).toEqual([]);
  expect((await world.type('U0ANA', '/runbook rehearse incident sev1 nobdy')).text).toContain(
    '"nobdy" is no severity, scene or action of Watchtower: did you mean "nobody"',
  );
});
