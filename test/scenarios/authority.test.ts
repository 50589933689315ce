import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { World, WorldOptions } from '../support/bot.ts';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/people');
const ANA = 'U0ANA';
const PIA = 'U0PIA';
const pia = { id: PIA, name: 'pia', email: 'pia@shop.example' };

async function atGate(users: WorldOptions['users'] = [pia]): Promise<World> {
  const world = await startWorld({ products: [PRODUCT], users });
  writeFileSync(join(world.repository.path, 'build.mjs'), 'console.log("built")');
  await world.type(ANA, '/release start minor');
  return world;
}

const denied = async (world: World) =>
  (await world.timeline()).flatMap(fact =>
    fact.type === 'access.denied' && fact.actor.kind === 'person' ? [fact.actor.user] : [],
  );

test('[X3] an account of the same mail address as whoever started it does not approve, until it is somebody else', async () => {
  await using world = await atGate([
    { id: ANA, name: 'ana', email: 'Ana@shop.example' },
    { ...pia, email: 'ana@shop.example' },
  ]);
  expect((await world.ask(PIA, 'Go')).text).toContain('You started REL-1, so somebody else has to say go.');
  expect(await denied(world)).toEqual([PIA]);
  expect(JSON.stringify(await world.timeline())).not.toContain('shop.example');

  world.slack.workspace.directory.putUser(pia);
  await world.wind('61s');
  await world.press(PIA, 'Go');
  expect((await world.run()).steps['go']?.status).toBe('done');
});

test.each([
  ['deactivated', { deleted: true }, 'a deactivated account'],
  ['made a guest', { is_restricted: true }, 'a guest'],
  ['moved to another workspace', { is_stranger: true }, 'a member of another workspace'],
])('[X3] whoever was %s after seeing the button presses it in vain, and that is on record', async (_, change, as) => {
  await using world = await atGate();
  const button = world.see(PIA, 'Go');
  world.slack.workspace.directory.putUser({ ...pia, ...change });
  await world.wind('61s');
  const text = await world.told(PIA, () => world.slack.press({ user: PIA, ...button }));
  expect(text).toContain(`you are here as ${as}`);
  expect(await denied(world)).toEqual([PIA]);
  expect((await world.run()).steps['go']?.gate?.votes).toEqual([]);
});

test('[R2] a role counts in every channel, when the release is named', async () => {
  await using world = await atGate();
  const elsewhere = 'C0ELSEWHERE';
  world.slack.workspace.directory.putChannel({
    ...(world.slack.workspace.directory.channel('C0RELEASES') ?? expect.unreachable('it is there')),
    id: elsewhere,
    name: 'elsewhere',
  });
  expect((await world.type(PIA, '/release pause REL-1 Wait a moment', elsewhere)).text).toContain('REL-1 is paused');
  expect((await world.run()).pause?.says).toBe('Wait a moment');
});
