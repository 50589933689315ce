import type { ReportFacts } from '#src/reports/facts.ts';

const at = (time: string) => Date.parse(`2026-11-24T${time}:00Z`);

/** A small release that went well. */
export const SMOOTH: ReportFacts = {
  releaseId: 'rel-2026-11-012',
  run: 'REL-12',
  title: 'Valero 1.3.0 minor',
  domain: 'document-domain',
  type: 'minor',
  strategy: 'canary',
  status: 'completed',
  zone: 'Europe/Berlin',
  startedAt: at('18:00'),
  deployedAt: at('19:00'),
  endedAt: at('20:30'),
  version: '1.3.0',
  previousVersion: '1.2.0',
  tag: 'v1.3.0',
  countedFrom: null,
  notes: '# Valero 1.3.0\n\nTwo commits since v1.2.0.\n\n## New\n\n- Totals of a batch\n',
  commit: '3f2c1ab',
  people: [{ role: 'Release manager', who: 'Mira Sommer' }],
  phases: [
    {
      title: 'Preparation',
      status: 'done',
      steps: [
        {
          title: 'Tests',
          status: 'done',
          who: null,
          startedAt: at('18:00'),
          endedAt: at('18:02'),
          ran: 'npm test',
          says: 'succeeded after 2 min, asked by U0MIRA',
        },
        { title: 'Rollback plan', status: 'skipped', who: 'Mira Sommer', startedAt: null, endedAt: null, says: '' },
      ],
    },
  ],
  gates: [
    {
      title: 'Go or no-go',
      status: 'passed',
      votes: [
        { who: 'Mira Sommer', roles: ['release-manager'], go: true, at: at('18:50'), reason: null },
        { who: 'Pia Lang', roles: ['product-owner'], go: true, at: at('18:55'), reason: null },
      ],
      facts: [{ fact: 'backup-age', outcome: 'holds', says: 'the backup is 3 h old' }],
    },
  ],
  waves: [
    { number: 1, weight: 10, targets: ['pilot-1'], startedAt: at('19:05'), endedAt: at('19:20'), status: 'success' },
    { number: 2, weight: 100, targets: ['all'], startedAt: at('19:20'), endedAt: at('19:50'), status: 'success' },
  ],
  readings: [{ metric: 'error-rate', pass: 120, fail: 0, unclear: 1, last: '0.02 % ≤ 1 %, 4,812 requests' }],
  comparison: [
    {
      metric: 'error-rate',
      unit: 'ratio',
      before: 0.0005,
      after: 0.0002,
      limit: 0.0005,
      outcome: 'pass',
      says: 'less',
    },
    { metric: 'p95', unit: 's', before: 180, after: 135, limit: 198, outcome: 'pass', says: 'p95 180 ms -> 135 ms' },
  ],
  exceptions: [],
  rollback: null,
  verdict: {
    verdict: 'success',
    lines: [{ says: 'No rollback', outcome: 'met', why: 'none was started' }],
  },
  timeline: { events: 214, head: 'a'.repeat(64) },
};
