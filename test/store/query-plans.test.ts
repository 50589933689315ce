import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '#src/store/migrate.ts';
import type { Tables } from '#src/store/schema.ts';
import { SqlStore } from '#src/store/sql-store.ts';
import { LedgerDialect } from '#src/store/sqlite-dialect.ts';
import { change, claim, effect, NOON, run } from '../contracts/store/fixtures.ts';

const REL = 'release:REL-1';

test('no statement of every day reads a table that grows with the years from end to end', async () => {
  const statements: string[] = [];
  const raw = new Database(':memory:', { verbose: text => void statements.push(String(text)) });
  const db = new Kysely<Tables>({ dialect: new LedgerDialect(raw) });
  await migrate(db);
  statements.length = 0;

  await everyDay(new SqlStore({ db, epoch: 1, release: async () => undefined }));

  const plans = [...new Set(statements)]
    .filter(text => /^(select|with|update|insert|delete)/i.test(text))
    .map(text => planOf(raw, text));
  raw.close();
  const readWhole = /SCAN (events|effects|e|requests)\b(?! USING COVERING INDEX effects_state)/;
  expect(plans.length).toBeGreaterThan(20);
  expect(plans.filter(plan => readWhole.test(plan))).toEqual([]);
  // From lane to lane, one look each, and then to the rows of the heads: never through all that wait.
  const heads = plans.filter(plan => plan.includes('"heads"'));
  expect(heads.length).toBeGreaterThan(2);
  for (const plan of heads) {
    expect(plan).toMatch(/SEARCH effects USING INDEX effects_lane \(lane>\?\)/);
    expect(plan).toMatch(/SEARCH effects USING INDEX effects_lane \(lane=\?\)/);
    expect(plan).toMatch(/SEARCH (e|effects) USING INTEGER PRIMARY KEY/);
    expect(plan).not.toMatch(/effects_state/);
  }
  // So is a lane that coalesces.
  const lanes = plans.filter(plan => plan.includes('"lane" = '));
  expect(lanes.length).toBeGreaterThan(1);
  expect(lanes.filter(plan => !plan.includes('USING INDEX effects_lane'))).toEqual([]);
});

async function everyDay(store: SqlStore): Promise<void> {
  const coalesce = effect('card', { coalesce: true });
  await store.append(
    change(REL, 0, { effects: [effect('a'), coalesce], request: { key: 'k', reply: 1 }, run: run(REL) }),
  );
  await store.append(change(REL, 1, { timers: { wait: { at: NOON, policy: 'coalesce' }, vote: null } }));
  await store.append(
    change(REL, 2, { fires: { timer: 'wait', at: NOON }, cancel: ['card'], effects: [{ ...coalesce, id: 'b' }] }),
  );
  const others = [effect('c', { coalesce: true, lane: 'm' }), effect('d', { coalesce: true, lane: 'n' })];
  await store.append(change('release:REL-2', 0, { effects: others }));
  await claim(store, { skipLanes: ['full'] });
  await claim(store);
  await store.append(change(REL, 3, { settles: { effectId: 'a', epoch: 1, end: 'done' } }));
  await store.settle({ effectId: 'b', epoch: 1, end: 'unknown', dueAt: NOON });
  await store.recoverEffects(() => ({ state: 'due', dueAt: NOON }));
  await store.prune(NOON * 2);
  await Promise.all([
    store.nextDue(),
    store.inFlight(),
    store.dueTimers(NOON, 9),
    store.counts(),
    store.readStream(REL),
  ]);
  await Promise.all([store.readEffect('a'), store.effectsOf(REL, ['due']), store.waitingIn('l', 9)]);
  await Promise.all([store.readRequest('k'), store.run(REL), store.runs({ open: true, channel: 'C', limit: 9 })]);
}

function planOf(raw: Database.Database, statement: string): string {
  const steps = raw.prepare(`explain query plan ${statement}`).all() as { readonly detail: string }[];
  return `${statement}: ${steps.map(step => step.detail).join('; ')}`;
}
