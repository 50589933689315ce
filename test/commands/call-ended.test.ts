import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { placeOf } from '#src/domain/release/turn.ts';
import { approved } from './support/journey.ts';
import { createWorld, labels, modalOf, textOf } from './support/world.ts';

const SEEN = 'ps on deploy-1 shows nothing of it';

test('an aborted command that does not stop keeps production until somebody who looked says that it has ended', async () => {
  const world = createWorld();
  await approved(world);
  await world.type('U0ANA', 'abort The canary hangs');
  expect(world.run().status).toBe('aborted');
  expect(placeOf(world.run())).toMatchObject({ taken: true });
  expect(labels(world.card())).toContain('It has ended…');

  const early = modalOf(await world.press('U0ANA', world.card(), 'It has ended…'));
  expect(JSON.stringify(await world.send('U0ANA', early, { reason: SEEN }))).toContain('Look again in a minute');
  world.pass(2 * MINUTE);
  const form = modalOf(await world.press('U0ANA', world.card(), 'It has ended…'));
  expect(JSON.stringify(await world.send('U0ANA', form, { reason: '' }))).toContain('what you saw');
  expect(placeOf(world.run())).not.toBeNull();
  await world.send('U0ANA', form, { reason: SEEN });

  expect(placeOf(world.run())).toBeNull();
  expect(labels(world.card())).not.toContain('It has ended…');
  expect(world.run().steps['canary']).toMatchObject({ status: 'interrupted', says: SEEN });
  // What is heard of it after all changes nothing any more.
  world.end('canary');
  expect(world.run().steps['canary']).toMatchObject({ status: 'interrupted' });
});

test('nothing in hand, nothing to call ended', async () => {
  const world = createWorld();
  await approved(world);
  expect(labels(world.card())).not.toContain('It has ended…');
  expect(textOf(world.card())).not.toContain('has ended');
});
