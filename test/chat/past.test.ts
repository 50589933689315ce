import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { pastLines } from '#src/chat/cards/step/past.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { NOON } from '../support/given.ts';

const row = (kind: RunSummary['kind'], id: string, facts: RunSummary['facts']) =>
  ({ kind, id, facts }) as unknown as RunSummary;

test('[W9] [W12] go/no-go tells how long the last rollback took and how each drill came out last', () => {
  const rolledBack = row('release', 'REL-4', { rollbackAt: NOON, rollbackMs: 12 * MINUTE });
  const drill = (id: string, passed: boolean, at: number) =>
    row('drill', id, { drill: 'restore-test', result: { passed, at, reasons: [] } });
  const [rollback, restore, ...others] = pastLines([
    drill('DRILL-3', false, NOON + 1),
    drill('DRILL-2', true, NOON),
    rolledBack,
    row('drill', 'DRILL-4', { drill: 'failover', result: null }),
  ]);
  expect(rollback).toMatch(/^Last rollback: REL-4, .*, done after 12 min\.$/);
  expect(restore).toMatch(/^Last drill restore-test: \*failed\* .* \(DRILL-3\)\.$/);
  expect(others).toEqual([]);
});

test('without a rollback on record it says that nobody knows how long one takes', () => {
  expect(pastLines([])).toEqual(['Last rollback: none on record, so nobody knows yet how long one takes.']);
});
