import { describe, expect, test } from 'vitest';
import type { Reply } from '#src/chat/reply.ts';
import { declaredSev1 } from './support/incident-journey.ts';
import { approved, asked, CALM, soaking } from './support/journey.ts';
import { createWorld, modalOf, type World } from './support/world.ts';

/** A full member of the workspace without any role of the product. */
const NOBODY = 'U0NIX';

function denied(world: World): readonly unknown[] {
  return world.facts.flatMap(one => (one.type === 'access.denied' ? [[one.data.what, one.actor]] : []));
}

function byNobody(what: string) {
  return [what, expect.objectContaining({ kind: 'person', user: NOBODY })];
}

function expectRefused(world: World, reply: Reply, what: string): void {
  expect(reply).toMatchObject({ kind: 'refusal', code: 'who.role' });
  expect(denied(world)).toEqual([byNobody(what)]);
}

describe('whoever may not do it hears so on the press, before they write anything, and it is on record', () => {
  test('[V8] Roll back, by its button and typed', async () => {
    const world = createWorld();
    await approved(world);
    expectRefused(world, await world.press(NOBODY, world.card(), 'Roll back…'), 'rollback');
    expect(await world.type(NOBODY, 'rollback')).toMatchObject({ kind: 'refusal', code: 'who.role' });
    expect(world.run()).toMatchObject({ status: 'running', rollback: null });
  });

  test('abort', async () => {
    const world = createWorld();
    await approved(world);
    expectRefused(world, await world.type(NOBODY, 'abort'), 'abort');
  });

  test('[W1] move', async () => {
    const world = createWorld();
    await asked(world);
    expectRefused(world, await world.type(NOBODY, 'move 20:00'), 'move');
  });

  test('[W4] no-go', async () => {
    const world = createWorld();
    await asked(world);
    expectRefused(world, await world.press(NOBODY, world.step('go'), 'No-go…'), 'vote');
  });

  test('[R4] override', async () => {
    const world = createWorld();
    await asked(world, 'does-not-hold');
    expectRefused(world, await world.press(NOBODY, world.step('go'), 'Override “backup-age < 24h”…'), 'override');
  });

  test('skip', async () => {
    const world = createWorld();
    await approved(world);
    world.end('canary', { end: 'failed', says: 'exit 1' });
    expectRefused(world, await world.press(NOBODY, world.step('canary'), 'Skip…'), 'skip');
  });

  test('[X4] resume after a metric', async () => {
    const world = createWorld();
    await soaking(world);
    world.sweep({ ...CALM, 'error-rate': 0.02 });
    expectRefused(world, await world.press(NOBODY, world.card(), 'Resume…'), 'resume');
  });

  test('handing on a step that failed', async () => {
    const world = createWorld();
    await approved(world);
    world.end('canary', { end: 'failed', says: 'exit 1' });
    expectRefused(world, await world.press(NOBODY, world.step('canary'), 'Hand over…'), 'hand');
  });

  test('handing on a release', async () => {
    const world = createWorld();
    await approved(world);
    const reply = await world.type(NOBODY, 'handover');
    expect(reply).toMatchObject({ kind: 'refusal' });
    expect(denied(world)).toEqual([byNobody('handover')]);
  });

  test.each([
    ['resolve', 'Resolving'],
    ['handover', 'Handing over'],
  ])('/incident %s of an incident somebody else leads', async (word, what) => {
    const world = await declaredSev1();
    const reply = await world.say(NOBODY, word);
    expect(reply).toMatchObject({ kind: 'refusal', text: expect.stringContaining('/incident lead INC-1') });
    expect(denied(world)).toEqual([byNobody(what)]);
  });

  test('[H3] an update of an incident somebody else leads', async () => {
    const world = await declaredSev1();
    const reply = await world.press(NOBODY, world.named('card'), 'Post update');
    expect(reply).toMatchObject({ kind: 'refusal', text: expect.stringContaining('/incident lead INC-1') });
    expect(denied(world)).toEqual([byNobody('Posting an update')]);
  });
});

test('whom Slack did not vouch for in time gets the form, and is judged when it is sent', async () => {
  const world = createWorld();
  await approved(world);
  world.standings.set('U0OPS', 'unknown');
  const form = modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
  expect(denied(world)).toEqual([]);
  expect(await world.send('U0OPS', form, { reason: 'Checkout fails' })).toMatchObject({ kind: 'errors' });
  world.standings.set('U0OPS', 'full');
  await world.send('U0OPS', form, { reason: 'Checkout fails' });
  expect(world.run().rollback).toMatchObject({ reason: 'Checkout fails' });
});

test('opening a form does nothing yet', async () => {
  const world = createWorld();
  await approved(world);
  const before = world.facts.length;
  modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
  expect(world.facts).toHaveLength(before);
  expect(world.run().rollback).toBeNull();
});
