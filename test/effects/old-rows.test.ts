import { expect, test } from 'vitest';
import { oneByOne } from '#src/base/one-by-one.ts';
import { MINUTE } from '#src/base/time.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { factFinder } from '#src/effects/find-facts.ts';
import { productionTurn } from '#src/effects/production-turn.ts';
import { summaryOf } from '#src/engine/summary.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import type { RunSummary } from '#src/ports/store.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { change, run as row } from '../contracts/store/fixtures.ts';
import { NOON } from '../support/given.ts';
import { World } from '../support/run-world.ts';
import { fact, product, rollout, run, runbook } from '../support/runbook.ts';

/** Nothing of the world is asked. */
const world = new Proxy({}, { get: () => () => expect.unreachable('the world was asked') }) as never;

/** A product whose oldest release is `first`; two months of daily releases came after it. */
async function afterMany(first: Partial<RunSummary>) {
  const store = await openSqlite({ path: ':memory:' });
  const rows = Array.from({ length: 120 }, (_, number) =>
    row(`release:REL-${number}`, {
      product: 'shop',
      status: 'completed',
      open: first.open ?? false,
      startedAt: NOON + number * MINUTE,
      version: `1.0.${number}`,
      facts: { lock: null, production: null, inputs: {} },
      ...(number === 0 ? first : {}),
    }),
  );
  for (const one of rows) await store.append(change(one.stream, 0, { run: one }));
  return {
    task: (release: ReleaseRun, told: WorldCommand[] = []): Task =>
      ({
        run: release,
        row: { id: 'e1', body: {} },
        now: () => NOON,
        runs: (filter: object) => store.runs(filter),
        tell: async (command: WorldCommand) => void told.push(command),
      }) as unknown as Task,
    [Symbol.asyncDispose]: () => store.close(),
  };
}

test('a rollback that nobody unlocked locks production however many releases began after it', async () => {
  await using shop = await afterMany({ status: 'rolled-back', facts: { lock: 'Captain', production: null } });
  const release = new World('REL-200');
  release.alone = false;
  release.start(runbook({ phases: [rollout([run('deploy')])] }));
  const told: WorldCommand[] = [];
  await productionTurn(oneByOne()).run(shop.task(release.state, told));
  expect(told.at(-1)).toMatchObject({ type: 'production-turn', behind: 'REL-0', lockedFor: 'Captain' });
});

test('the release that is in production is seen however many are open beside it', async () => {
  const first = new World('REL-0').start(runbook({ phases: [rollout([run('deploy')])] }));
  await using shop = await afterMany({ open: true, facts: summaryOf(first.state, '', {}).facts });
  const release = new World('REL-200');
  release.alone = false;
  release.start(runbook({ phases: [rollout([run('deploy')])] }));
  const told: WorldCommand[] = [];
  await productionTurn(oneByOne()).run(shop.task(release.state, told));
  expect(told.at(-1)).toMatchObject({ type: 'production-turn', behind: 'REL-0' });
});

test('what an earlier release did counts however long ago it was', async () => {
  await using shop = await afterMany({ facts: { inputs: { schema: 'migrate', change: 'orders' } } });
  const known = { kind: 'earlier', inputs: { schema: 'migrate', change: 'orders' } } as const;
  const book = runbook({ product: product({ facts: { expanded: known } }), phases: [rollout([run('deploy')])] });
  const { state } = new World('REL-200').start(book);
  expect(await factFinder(world, world)(shop.task(state), fact('expanded'))).toMatchObject({
    outcome: 'holds',
    says: 'REL-0 1.0.0',
  });
});
