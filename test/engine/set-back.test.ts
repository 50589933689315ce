import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { createEngine } from '#src/engine/engine.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { NOON } from '../support/given.ts';
import { ana, declaration, update } from '../support/incident.ts';
import { quietLog } from '../support/world/log.ts';

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
