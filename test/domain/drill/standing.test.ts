import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#src/base/time.ts';
import { overdueOf } from '#src/domain/drill/standing.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import type { Every } from '#src/domain/runbook/model/drill.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');

function late(every: Every, ...results: readonly { readonly passed: boolean; readonly agoMs: number }[]) {
  const drill = { id: 'restore', title: 'Restore', every, roles: [] };
  const runs = results.map(({ passed, agoMs }, index) => ({
    kind: 'drill',
    id: `DRILL-${index + 1}`,
    facts: { drill: 'restore', result: { passed, at: NOW - agoMs } },
  }));
  return overdueOf([drill], runs as unknown as readonly RunSummary[], NOW).map(({ since, says }) => ({ since, says }));
}

describe('[W12] a drill is overdue', () => {
  test('when it was never done, and then nobody can say since when', () => {
    expect(late('week')).toEqual([{ since: null, says: 'never done' }]);
    expect(late('on demand')).toEqual([]);
  });

  test('when its last pass is older than it may be, since the day it became that', () => {
    expect(late('week', { passed: true, agoMs: 7 * DAY })).toEqual([]);
    const says = 'passed 7 d 1 h ago (DRILL-1)';
    expect(late('week', { passed: true, agoMs: 7 * DAY + HOUR })).toEqual([{ since: NOW - HOUR, says }]);
    expect(late('quarter', { passed: true, agoMs: 7 * DAY + HOUR })).toEqual([]);
  });

  test('from its failure on, until it passes', () => {
    const says = 'failed 1 h ago (DRILL-1)';
    const [failed, before] = [
      { passed: false, agoMs: HOUR },
      { passed: true, agoMs: DAY },
    ];
    expect(late('week', failed, before)).toEqual([{ since: NOW - HOUR, says }]);
    expect(late('week', { passed: true, agoMs: 0 }, failed)).toEqual([]);
  });
});
