import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUR, type Instant, MINUTE, SECOND } from '#src/base/time.ts';
import { createEngine } from '#src/engine/engine.ts';
import type { EventRow, Store } from '#src/ports/store.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { change, claim, effect } from '../contracts/store/fixtures.ts';
import { over } from '../simulation/over.ts';
import { NOON } from '../support/given.ts';
import { ana, declaration, update } from '../support/incident.ts';
import { quietLog } from '../support/world/log.ts';

const isJump = (event: EventRow) => event.type === 'clock.jumped';

/** A start of the bot, before its first tick. */
async function started(store: Store, now: () => Instant) {
  const fatal = (cause: unknown) => expect.unreachable(String(cause));
  const engine = createEngine({ store, clock: { now }, kinds: {}, log: quietLog(), fatal });
  const recovering = engine.recover();
  return { engine, recovering };
}

test('killed while a clock set back is seen to: nothing is moved twice, and each stream hears of it once', async () => {
  await using store = await openSqlite({ path: ':memory:' });
  let now = NOON;
  const incidents = ['INC-7', 'INC-8'].map(id => `incident:${id}`);
  const { engine } = await started(store, () => now);
  for (const stream of incidents) {
    const { id } = declaration({ id: stream.slice('incident:'.length) });
    await engine.handle(stream, { actor: ana, ...declaration({ id }) });
  }
  const waits = effect('waits', { dueAt: NOON + HOUR + MINUTE });
  await store.append(change('release:REL-1', 0, { effects: [waits], at: NOON }));
  const jumps = async () =>
    Promise.all(incidents.map(async stream => (await store.readStream(stream)).filter(isJump).length));

  // It dies where one stream has heard of it and the other has not.
  now -= HOUR;
  let heard = 0;
  const dying = over(store, {
    append(one) {
      if (one.events.some(isJump)) heard += 1;
      return heard < 2 ? store.append(one) : new Promise(() => undefined);
    },
  });
  void started(dying, () => now);
  await expect.poll(() => heard).toBe(2);
  expect((await jumps()).toSorted()).toEqual([0, 1]);

  for (const _ of ['the next start', 'one more']) {
    now += 20 * SECOND;
    await (await started(store, () => now)).recovering;
    expect(await jumps()).toEqual([1, 1]);
    expect((await store.readEffect('waits'))?.dueAt).toBe(NOON + MINUTE);
  }
});

test('what a start finds in hand waits its settle time, though the clock was set back while it was down', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gonogo-set-back-')), 'gonogo.sqlite');
  {
    await using store = await openSqlite({ path });
    await store.append(change('release:REL-1', 0, { effects: [effect('sent')], at: NOON }));
    await claim(store);
  }
  await using store = await openSqlite({ path });
  const now = NOON - HOUR;
  const kinds = {
    'chat.post': {
      repeat: 'look-first',
      settleMs: 30 * SECOND,
      attemptsMax: 3,
      run: () => expect.unreachable('it was sent again'),
    },
  } as const;
  const fatal = (cause: unknown) => expect.unreachable(String(cause));
  const engine = createEngine({ store, clock: { now: () => now }, kinds, log: quietLog(), fatal });
  expect(await engine.recover()).toBe(1);
  await engine.tick();
  expect(await store.readEffect('sent')).toMatchObject({ state: 'unknown', dueAt: now + 30 * SECOND });
});

test('[B3] an update that comes while a clock set back is seen to is due a whole cadence later', async () => {
  await using store = await openSqlite({ path: ':memory:' });
  let now = NOON;
  const engine = createEngine({
    store,
    clock: { now: () => now },
    kinds: {},
    log: quietLog(),
    fatal: cause => expect.unreachable(String(cause)),
  });
  const incident = 'incident:INC-7';
  await engine.handle(incident, { actor: ana, ...declaration() });
  await engine.handle('incident:INC-8', { actor: ana, ...declaration({ id: 'INC-8' }) });
  await engine.tick();

  now -= HOUR;
  await Promise.all([
    engine.handle('incident:INC-8', { actor: ana, type: 'note', text: 'the one that notices the clock' }),
    engine.handle(incident, { actor: ana, ...update('Half of the checkouts fail') }),
  ]);

  const timers = await store.dueTimers(now + HOUR, 50);
  const updateDue = timers.find(timer => timer.stream === incident && timer.name === 'update-due');
  expect(updateDue?.at).toBe(now + 10 * MINUTE);
});
