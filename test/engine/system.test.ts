import { expect, test } from 'vitest';
import { fact } from '#src/domain/fact.ts';
import { verifyChain } from '#src/engine/codec.ts';
import { recordSystem } from '#src/engine/system.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';

test('two jumps of the clock at one moment are both on record', async () => {
  const store = await openSqlite({ path: ':memory:' });
  await Promise.all([5_000, 9_000].map(byMs => recordSystem(store, fact('clock.jumped', { byMs }), 1)));
  const rows = await store.readStream('system');
  expect(rows).toHaveLength(2);
  expect(verifyChain(rows)).toBeNull();
  await store.close();
});
