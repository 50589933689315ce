import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '#src/base/time.ts';
import { DEFAULT_DIRECTORY } from '#src/fakes/pagerduty/options.ts';
import { startWorld, TRIGGER, type World } from './world.ts';

const LI = 'PULI';
const TOM = 'PUTOM';
const ringing = ({ pagerDuty }: World, user: string) => pagerDuty.phone(user).ringing.map(one => one.key);

async function pass(world: World, ms: number) {
  world.clock.advance(ms);
  await world.pagerDuty.tick();
}

test('a phone rings until somebody acknowledges, and the next level stays quiet', async () => {
  const world = await startWorld();
  await world.event(TRIGGER);
  expect(ringing(world, LI)).toEqual(['INC-7']);

  await world.pagerDuty.acknowledge(LI, 'INC-7');
  await pass(world, HOUR);

  expect(ringing(world, LI)).toEqual([]);
  expect(world.pagerDuty.phone(TOM).log).toEqual([]);
});

test('whoever does not answer is passed over when the delay is over, not before', async () => {
  const world = await startWorld();
  await world.event(TRIGGER);
  expect(world.pagerDuty.nextDue()).toBe(world.clock.now() + 5 * MINUTE);

  await pass(world, 5 * MINUTE - 1);
  expect(ringing(world, TOM)).toEqual([]);
  await pass(world, 1);

  expect(ringing(world, TOM)).toEqual(['INC-7']);
  expect(ringing(world, LI)).toEqual([]);
  expect(world.pagerDuty.nextDue()).toBe(null);
});

test('a policy that repeats begins again, each level at its own instant, however late somebody looks', async () => {
  const [policy] = DEFAULT_DIRECTORY.policies;
  if (!policy) throw new Error('no policy');
  const world = await startWorld({ policies: [{ ...policy, repeats: 1 }] });
  const start = world.clock.now();
  await world.event(TRIGGER);

  await pass(world, DAY);

  const rings = [...world.pagerDuty.phone(LI).log, ...world.pagerDuty.phone(TOM).log].map(ring => ring.at - start);
  expect(rings.toSorted((a, b) => a - b)).toEqual([0, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE]);
});

test('what was snoozed rings again', async () => {
  const world = await startWorld();
  await world.event(TRIGGER);
  await world.pagerDuty.snooze(LI, 'INC-7', HOUR);

  await pass(world, HOUR);

  expect(ringing(world, LI)).toEqual(['INC-7']);
  expect(world.pagerDuty.phone(LI).log).toHaveLength(2);
});

test('an acknowledgement of a service that forgets them runs out', async () => {
  const services = DEFAULT_DIRECTORY.services.map(one => ({ ...one, acknowledgedForMs: 30 * MINUTE }));
  const world = await startWorld({ services });
  await world.event(TRIGGER);
  await world.pagerDuty.acknowledge(LI, 'INC-7');

  await pass(world, 30 * MINUTE);

  expect(world.pagerDuty.incidents()[0]).toMatchObject({ status: 'triggered', acknowledgedBy: [] });
});

test('what is given to another rings there', async () => {
  const world = await startWorld();
  await world.event(TRIGGER);

  await world.pagerDuty.reassign(LI, 'INC-7', [TOM]);

  expect(ringing(world, LI)).toEqual([]);
  expect(ringing(world, TOM)).toEqual(['INC-7']);
});

test('whoever takes over is rung from then on', async () => {
  const world = await startWorld();
  world.pagerDuty.setOnCall('PSCHED1', [{ user: TOM, until: null }]);

  await world.event(TRIGGER);

  expect(ringing(world, TOM)).toEqual(['INC-7']);
  expect(ringing(world, LI)).toEqual([]);
});

test('a closed page takes no acknowledgement', async () => {
  const world = await startWorld();
  await world.event(TRIGGER);
  await world.follow('resolve');
  await world.follow('acknowledge');
  await world.pagerDuty.acknowledge(LI, 'INC-7');

  expect(world.pagerDuty.incidents()[0]).toMatchObject({ status: 'resolved', acknowledgedBy: [] });
});

test('without date_range=all a list looks back a month only', async () => {
  const { event, ask, clock } = await startWorld();
  await event(TRIGGER);
  clock.advance(31 * DAY);

  expect((await ask('/incidents?incident_key=INC-7')).body.incidents).toEqual([]);
  expect((await ask('/incidents?incident_key=INC-7&date_range=all')).body.incidents).toHaveLength(1);
});

test('a list comes in pages', async () => {
  const { event, ask } = await startWorld();
  for (const key of ['A', 'B', 'C']) await event({ ...TRIGGER, dedup_key: key });

  expect((await ask('/incidents?limit=2')).body).toMatchObject({ limit: 2, offset: 0, more: true });
  const { body } = await ask('/incidents?limit=2&offset=2');
  expect(body).toMatchObject({ more: false, incidents: [{ incident_key: 'C' }] });
});

test('users of on-calls are references unless they are asked for', async () => {
  const { ask } = await startWorld();

  expect((await ask('/oncalls')).body.oncalls[0].user).not.toHaveProperty('email');
  expect((await ask('/oncalls?include[]=users')).body.oncalls[0].user).toMatchObject({ email: 'li@shop.example' });
});
