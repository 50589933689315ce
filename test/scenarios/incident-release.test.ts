import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { evening, RELEASE_MANAGER } from '../support/valero.ts';

const INC = 'C0INCIDENTS';
const DEVOPS = 'U0DEVOPS';

test('[X5] while an incident is open its product releases nothing, both see it, and it is free again when it is over', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await world.type(DEVOPS, '/incident declare p1 invoices are wrong', INC);
  expect(world.card('REL-1')).toContain('*Held*');
  expect(world.card('INC-1')).toContain('held');
  await evening.vote(world);
  expect((await world.run()).phases['rollout']?.status ?? 'pending').toBe('pending');
  await world.type(DEVOPS, '/incident sev p3', INC);
  await world.settle();
  expect(world.card('REL-1')).not.toContain('*Held*');
  await evening.vote(world);
  expect((await world.run()).phases['rollout']?.status).toBe('running');
});

test('[X5] [V14] the release of this evening is the suspect, and is taken back from the incident by its own rollback', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.windUntil('12m', async () => (await world.run()).waves.length > 0);
  await world.type(DEVOPS, '/incident declare p0 documents cannot be opened', INC);
  await world.settle();
  expect(world.card('INC-1')).toContain('REL-1');
  await world.fill(DEVOPS, 'Roll back REL-1 1.3.0…', { reason: 'It began with this release' });
  expect(world.card('REL-1')).toContain(`by <@${DEVOPS}>: INC-1: It began with this release`);
  expect(world.commands()).toContain('kubectl set weight canary-service 0');
  expect(world.card('INC-1')).toContain('REL-1 is rolling back');
});

test('a guest who declares is refused on record, and uses up no number', async () => {
  await using world = await startWorld({
    products: [valeroInHaste()],
    users: [{ id: 'U0PIA', name: 'pia', is_restricted: true }],
  });
  await world.type('U0PIA', '/incident declare p1 invoices are wrong', INC);
  const denied = (await world.store.readStream('system')).filter(row => row.type === 'access.denied');
  expect(denied.map(row => row.line.includes('"what":"declare"'))).toEqual([true]);
  await world.type(DEVOPS, '/incident declare p1 invoices are wrong', INC);
  expect(world.card('INC-1')).toContain('INC-1');
});
