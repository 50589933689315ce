import { KEY, pagerContract } from '../contracts/pager.ts';
import { createMemoryPager } from './memory-pager.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

pagerContract('in memory', async () => {
  const options = { now: () => NOON, keys: [KEY] };
  const memory = createMemoryPager(options);
  // A blind pager of the same provider: the same pages, only that it may not look.
  const blind = {
    ...memory.pager,
    readBack: async () => ({ state: 'cannot-ask' as const }),
    onCall: async () => 'cannot-ask' as const,
  };
  return {
    pager: memory.pager,
    blind,
    acknowledge: async key => memory.acknowledge(key),
    resolve: async key => memory.resolve(key),
    rings: () => memory.rings.map(ring => ring.summary),
    changes: () => memory.changes,
    fail: fault => memory.fail(fault),
    now: () => NOON,
    [Symbol.asyncDispose]: async () => undefined,
  };
});
