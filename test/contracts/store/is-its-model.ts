import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, Settlement, Store } from '#src/ports/store.ts';
import { change, effect, event, type Place } from './fixtures.ts';
import { ModelStore } from './model.ts';

const STREAMS = ['release:REL-1', 'incident:INC-1'];
const NAMES = ['wait', 'vote'];
const ALL_STATES = ['due', 'sending', 'unknown', 'done', 'failed', 'cancelled'] as const;

/** Most changes answer no effect and fire no timer; else nearly all of them would be stale. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

const instant = fc.integer({ min: 0, max: 5 });
/** Which of the effects so far; the youngest are asked for most. */
const back = fc.integer({ min: 0, max: 6 });
const settlement = fc.record({
  back,
  end: fc.constantFrom('done', 'failed', 'due', 'unknown', 'unknown'),
  dueAt: instant,
  /** How many starts ago it was claimed: mostly in this one. */
  startsAgo: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.constant(1)),
});
const plannedChange = fc.record({
  stream: fc.constantFrom(...STREAMS),
  /** How far the caller is behind; mostly not at all. */
  behind: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -1, max: 2 })),
  events: fc.integer({ min: 0, max: 2 }),
  effects: fc.array(
    fc.record({
      kind: fc.constantFrom('chat.card', 'chat.post'),
      lane: fc.constantFrom('l', 'm', 'n'),
      priority: fc.integer({ min: 0, max: 3 }),
      dueAt: instant,
      coalesce: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  timers: fc.dictionary(fc.constantFrom(...NAMES), fc.option(instant), { maxKeys: 2 }),
  cancel: fc.array(back, { maxLength: 2 }),
  settles: seldom(settlement),
  fires: seldom(fc.record({ timer: fc.constantFrom(...NAMES), missedBy: fc.constantFrom(0, 0, 0, 1) })),
  request: seldom(fc.constantFrom('k1', 'k2', 'k3', 'k4')),
});
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ gathered: fc.array(plannedChange, { minLength: 1, maxLength: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      now: fc.integer({ min: 2, max: 5 }),
      limit: fc.integer({ min: 1, max: 3 }),
      skip: seldom(fc.constantFrom('l', 'm')),
    }),
  },
  { weight: 1, arbitrary: fc.record({ settle: settlement }) },
);

type Planned = typeof plannedChange extends fc.Arbitrary<infer T> ? T : never;
type PlannedSettlement = typeof settlement extends fc.Arbitrary<infer T> ? T : never;
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** Random changes, gathered at random, claims and settlements: store and model never differ. */
export function storeIsItsModel(newPlace: () => Promise<Place>): void {
  test('a store answers and keeps what the plain model does, whatever is gathered', async () => {
    const reached = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 40, size: 'max' }), async commands => {
        const place = await newPlace();
        const store = await place.open();
        try {
          const model = new ModelStore(store.epoch);
          for (const one of commands) await sameAnswer(store, model, one);
          await sameMemory(store, model);
          for (const one of model.happened) reached.set(one, (reached.get(one) ?? 0) + 1);
        } finally {
          await store.close();
          await place.remove();
        }
      }),
      { numRuns: 60 },
    );
    // A random test that stays in a corner proves little: each of these has happened, and not by chance.
    for (const one of [
      'appended',
      'conflict',
      'stale',
      'duplicate',
      'settled',
      'cancelled',
      'coalesced',
      'looked',
      'fired',
    ]) {
      expect([one, (reached.get(one) ?? 0) > 5]).toEqual([one, true]);
    }
  });
}

async function sameAnswer(store: Store, model: ModelStore, command: Command): Promise<void> {
  if ('gathered' in command) {
    const changes: Change[] = [];
    const expected = command.gathered.map(planned => {
      changes.push(changeOf(model, store.epoch, planned));
      return model.append(changes.at(-1) as Change);
    });
    expect(await Promise.all(changes.map(one => store.append(one)))).toEqual(expected);
  } else if ('settle' in command) {
    const settles = settlementOf(model, store.epoch, command.settle);
    expect(await store.settle(settles)).toBe(model.settle(settles));
  } else {
    const claim = { now: command.now, limit: command.limit, skipLanes: command.skip === null ? [] : [command.skip] };
    expect((await store.claimEffects(claim)).map(row => row.id)).toEqual(model.claim(claim));
  }
  expect(await store.nextDue()).toBe(model.nextDue());
  expect(await store.inFlight()).toBe(model.effects.filter(one => one.state === 'sending').length);
}

async function sameMemory(store: Store, model: ModelStore): Promise<void> {
  for (const stream of STREAMS) {
    const seqs = (await store.readStream(stream)).map(row => row.seq);
    expect(seqs).toEqual(Array.from({ length: model.version(stream) }, (_, i) => i + 1));
    const rows = (await store.effectsOf(stream, ALL_STATES)).map(({ id, state, dueAt, attempt, look }) => [
      id,
      state,
      dueAt,
      attempt,
      look,
    ]);
    const known = model.effects.filter(one => one.stream === stream);
    expect(rows).toEqual(known.map(({ id, state, dueAt, attempt, look }) => [id, state, dueAt, attempt, look]));
    const timers = (await store.dueTimers(9, 99)).filter(timer => timer.stream === stream);
    expect(new Map(timers.map(({ name, at }) => [name, at]))).toEqual(model.timers.get(stream) ?? new Map());
  }
}

function changeOf(model: ModelStore, epoch: number, planned: Planned): Change {
  const { stream, settles, fires, request } = planned;
  const expectedVersion = Math.max(0, model.version(stream) - planned.behind);
  const effects = planned.effects.map(one => effect(model.nextId(), one));
  return change(stream, expectedVersion, {
    events: Array.from({ length: planned.events }, (_, i) => event(stream, expectedVersion + 1 + i)),
    effects,
    timers: Object.fromEntries(
      Object.entries(planned.timers).map(([name, at]) => [name, at === null ? null : { at, policy: 'coalesce' }]),
    ),
    cancel: planned.cancel.map(steps => idOf(model, steps)),
    ...(settles && { settles: settlementOf(model, epoch, settles) }),
    ...(fires && {
      fires: { timer: fires.timer, at: (model.timers.get(stream)?.get(fires.timer) ?? 0) + fires.missedBy },
    }),
    ...(request !== null && { request: { key: request, reply: `${request} at ${expectedVersion}` } }),
  });
}

function settlementOf(model: ModelStore, epoch: number, planned: PlannedSettlement): Settlement {
  const { back, end, dueAt, startsAgo } = planned;
  // Mostly one that is being sent; any other is stale.
  const sending = model.effects.filter(one => one.state === 'sending');
  const effectId = sending.length > 0 && back < 5 ? sending[back % sending.length]?.id : undefined;
  return { effectId: effectId ?? idOf(model, back), epoch: epoch - startsAgo, end, dueAt };
}

function idOf(model: ModelStore, back: number): string {
  return model.effects.at(-1 - back)?.id ?? 'unheard of';
}
