import { expect, test } from 'vitest';
import { auditJson, auditRecord } from '#src/reports/audit-record.ts';
import { releaseId } from '#src/reports/release-id.ts';
import { SMOOTH } from './facts.ts';

test('[V13] the audit record has the fields of the team’s format, in their order and units', () => {
  const record = auditRecord(SMOOTH);
  expect(Object.keys(record).slice(0, 8)).toEqual([
    'releaseId',
    'version',
    'domain',
    'approvedBy',
    'deployedAt',
    'completedAt',
    'waves',
    'kpiComparison',
  ]);
  expect(record).toMatchObject({
    releaseId: 'rel-2026-11-012',
    version: '1.3.0',
    domain: 'document-domain',
    approvedBy: 'Mira Sommer, Pia Lang',
    deployedAt: '2026-11-24T19:00:00.000Z',
    completedAt: '2026-11-24T20:30:00.000Z',
  });
  expect(record['waves']).toMatchObject([
    { wave: 1, tenants: ['pilot-1'], traffic: '10%', status: 'success' },
    { wave: 2, tenants: ['all'], traffic: '100%', status: 'success' },
  ]);
  expect(record['kpiComparison']).toEqual({
    errorRateBefore: 0.05,
    errorRateAfter: 0.02,
    p95LatencyBefore: 180,
    p95LatencyAfter: 135,
  });
});

test('[V13] [V17] verdict and the head of the timeline stand in the record', () => {
  expect(auditRecord(SMOOTH)).toMatchObject({
    verdict: 'success',
    rollback: null,
    timeline: { events: 214, head: 'a'.repeat(64) },
  });
});

test('[V8] a rollback stands there with its reason, its time and who is responsible', () => {
  const back = { reason: 'error rate "2.4 %" > 2 %', at: SMOOTH.startedAt, finishedAt: null };
  const rollback = (who: string | null) => auditRecord({ ...SMOOTH, rollback: { ...back, who } })['rollback'];
  expect(rollback('Mira')).toEqual({
    reason: 'error rate "2.4 %" > 2 %',
    responsible: 'Mira',
    at: '2026-11-24T18:00:00.000Z',
    finishedAt: null,
  });
  expect(rollback(null)).toMatchObject({ responsible: 'automatic' });
});

test('a go that was not enough approves nothing', () => {
  const [gate] = SMOOTH.gates;
  const gates = gate === undefined ? [] : [{ ...gate, status: 'denied' }];
  expect(auditRecord({ ...SMOOTH, gates })).toMatchObject({ approvedBy: '', approvals: [{ go: true }, { go: true }] });
});

test('what was not measured is null, and the file is JSON', () => {
  const comparison = [{ ...SMOOTH.comparison[0], after: Number.NaN }] as typeof SMOOTH.comparison;
  const read = JSON.parse(auditJson({ ...SMOOTH, comparison, deployedAt: null, endedAt: null, verdict: null }));
  expect(read).toMatchObject({
    kpiComparison: { errorRateBefore: 0.05, errorRateAfter: null },
    deployedAt: null,
    completedAt: null,
    verdict: null,
  });
});

test.each([
  ['rel-YYYY-MM-NNN', 'REL-1', 'rel-2026-12-001'],
  ['rel-YYYY-MM-NNN', 'REL-1234', 'rel-2026-12-1234'],
  ['shop-YYYY-NN', 'REL-7', 'shop-2026-07'],
  [null, 'REL-7', 'REL-7'],
])('[V13] the number of pattern %s for %s is %s, dated in the product’s zone', (pattern, run, expected) => {
  const startedAt = Date.parse('2026-11-30T23:30:00Z');
  expect(releaseId({ pattern, run, startedAt, zone: 'Europe/Berlin' })).toBe(expected);
});
