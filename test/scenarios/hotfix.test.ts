import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { evening, ON_CALL, QA, RELEASE_MANAGER } from '../support/valero.ts';

const INC = 'C0INCIDENTS';

test('[X5] [V14] whoever is on call starts the hotfix of an incident, which holds every release but this one', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(ON_CALL, '/incident declare p1 totals are wrong', INC);
  await world.ask(ON_CALL, 'Start a hotfix…');
  expect(await world.submit(ON_CALL, {})).toBe('');
  const run = await world.run();
  expect(run).toMatchObject({ incident: 'INC-1', initiator: ON_CALL, heldBy: [] });
  expect(run.runbook.type.name).toBe('patch');
  expect(world.card('REL-1')).not.toContain('*Held*');
  expect(world.card('INC-1')).toContain('REL-1');

  await world.type(RELEASE_MANAGER, '/release start minor');
  expect(world.card('REL-2')).toContain('*Held*');

  await world.press(RELEASE_MANAGER, 'Go', 'REL-1');
  await evening.rollout(world, '15m');
  expect((await world.run()).waves.map(wave => wave.weight)).toEqual([100]);
  expect(world.demo.state().cluster.deployments['document-domain']?.version).toBe('1.2.1');
});

test('[V9] started from an incident it is still the hotfix alone, and only by whoever may press the button', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(ON_CALL, '/incident declare p1 totals are wrong', INC);
  expect((await world.ask(QA, 'Start a hotfix…')).text).toContain('is for');
  expect((await world.type(ON_CALL, '/release start minor')).text).toContain('is for Release manager or Product owner');
  expect((await world.type(ON_CALL, '/release start hotfix')).text).toContain(
    'is for Release manager or Product owner',
  );
});
