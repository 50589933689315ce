import { expect, test } from 'vitest';
import { finalNotes } from '#src/reports/final-notes.ts';
import { SMOOTH } from './facts.ts';

const second = (text: string) => text.split('\n\n')[1];
const rollback = { reason: 'Bills are *wrong*', who: 'Mira', at: SMOOTH.startedAt, finishedAt: SMOOTH.endedAt };
const back = { ...SMOOTH, status: 'rolled-back', rollback, verdict: null } as const;

test('[W7] the notes say below their title how the release ended, and lose nothing', () => {
  expect(finalNotes(SMOOTH)).toBe(
    [
      '# Valero 1.3.0',
      '**Final status: completed on Tue 2026-11-24 21:30 CET, verdict success.**',
      'Two commits since v1.2.0.',
      '## New',
      '- Totals of a batch\n',
    ].join('\n\n'),
  );
});

test('[W7] where the runbook does not say what a success is, they doubt nothing', () => {
  const verdict = { verdict: 'not-proven', lines: [] } as const;
  expect(second(finalNotes({ ...SMOOTH, verdict }))).toBe('**Final status: completed on Tue 2026-11-24 21:30 CET.**');
});

test('[W7] taken back, they say why, who decided and which version was there before', () => {
  expect(second(finalNotes(back))).toBe(
    '**Final status: rolled back on Tue 2026-11-24 21:30 CET. Why: Bills are \\*wrong\\* (decided by Mira). The version before it: 1.2.0.**',
  );
  const early = { ...back, deployedAt: null, rollback: { ...rollback, who: null } };
  expect(second(finalNotes(early))).toMatch(/\(by itself\)\. Production was not changed\.\*\*$/);
});

test('[W7] aborted or asked for in the middle they promise nothing', () => {
  const given = { ...SMOOTH, status: 'aborted', verdict: null } as const;
  expect(second(finalNotes(given))).toContain('aborted on Tue 2026-11-24 21:30 CET. Production had been changed on');
  expect(second(finalNotes({ ...given, deployedAt: null }))).toContain('Production was not changed.');
  expect(second(finalNotes({ ...given, status: 'running', endedAt: null }))).toBe(
    '**Not over yet: it may still be taken back.**',
  );
});

test('[W7] where production had a later release by then, they say what they count from', () => {
  const overtaking = { ...SMOOTH, countedFrom: { notes: '1.2.0', production: '1.3.0' } };
  expect(second(finalNotes(overtaking))).toMatch(
    /verdict success\. Counted from 1\.2\.0; production had 1\.3\.0 by then, so some of this may not be new there\.\*\*$/,
  );
});

test('a release without notes says so', () => {
  expect(finalNotes({ ...SMOOTH, notes: null })).toContain('No notes were written.');
});
