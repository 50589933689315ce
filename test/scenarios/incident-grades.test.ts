import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, RELEASE_MANAGER } from '../support/valero.ts';

const INC = 'C0INCIDENTS';

const incident = async (world: World) => {
  const run = await world.engine.run('incident:INC-1');
  return run?.kind === 'incident' ? run : null;
};

test('[V14] P2 makes the release stand still and is analysed, and Resume lets it go on', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.windUntil('12m', async () => (await world.run()).waves.length > 0);
  await world.type(DEVOPS, '/incident declare p2 documents open slowly', INC);
  await world.settle();
  await world.press(DEVOPS, 'Pause the release');
  await world.settle();
  expect(await world.run()).toMatchObject({ status: 'paused', rollback: null });
  expect((await world.run()).pause?.says).toContain('INC-1');

  await world.press(DEVOPS, 'Analyse');
  await world.fill(DEVOPS, 'Answer…', { 'input.cause': 'The index is rebuilt', 'input.next': 'go on' });
  expect(JSON.stringify((await incident(world))?.steps)).toContain('The index is rebuilt');
  await world.press(DEVOPS, 'Resume');
  expect((await world.run()).status).toBe('running');
});

test('[V14] P3 goes on with a workaround, and its hotfix gets a ticket, an owner and a day', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(DEVOPS, '/incident declare p3 a label is cut off', INC);
  await world.settle();
  await world.press(DEVOPS, 'The release goes on');
  await world.press(DEVOPS, 'Confirm', 'The workaround works');
  await world.press(DEVOPS, 'Plan the hotfix');
  await world.fill(DEVOPS, 'Answer…', {
    'input.ticket': 'https://tickets.valero.example/88',
    'input.owner': DEVOPS,
    'input.by': '2026-12-01',
  });
  await world.settle();
  const taken = (await incident(world))?.actions.map(one => one.action);
  expect(taken).toEqual(['go-on', 'hotfix-later']);
  for (const said of ['tickets.valero.example/88', '2026-12-01'])
    expect(JSON.stringify((await incident(world))?.steps)).toContain(said);
  expect((await incident(world))?.pages).toEqual({});
});
