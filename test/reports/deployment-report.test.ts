import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deploymentReport } from '#src/reports/deployment-report.ts';
import type { ReportFacts } from '#src/reports/facts.ts';
import { SMOOTH } from './facts.ts';

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8');

test('[V16] the deployment report of a release that went well', () => {
  expect(deploymentReport(SMOOTH)).toBe(golden('deployment-report.md'));
});

test('[V8] [R6] a rollback is told with its reason, time and who decided', () => {
  const rollback = { reason: 'Bills are wrong', who: 'Mira', at: SMOOTH.startedAt, finishedAt: SMOOTH.endedAt };
  const text = (facts: ReportFacts) => deploymentReport(facts).split('## Rollback\n\n')[1]?.split('\n')[0];
  const [from, to] = ['Tue 2026-11-24 19:00 CET', 'Tue 2026-11-24 21:30 CET'];
  expect(text({ ...SMOOTH, rollback })).toBe(`Bills are wrong (decided by Mira, ${from}, finished ${to})`);
  const own = { ...rollback, who: null, finishedAt: null };
  expect(text({ ...SMOOTH, rollback: own })).toBe(`Bills are wrong (it started by itself, ${from}, not finished)`);
});

test('[R4] an accepted exception is written down with its reason and who gave it', () => {
  const exceptions = [{ what: 'no-incident', reason: 'INC-3 is unrelated', who: 'Pia', at: SMOOTH.startedAt }];
  expect(deploymentReport({ ...SMOOTH, exceptions })).toContain(
    '- no-incident: INC-3 is unrelated (Pia, Tue 2026-11-24 19:00 CET)',
  );
});

test('a run that did nothing says so in every place', () => {
  const empty = { ...SMOOTH, gates: [], waves: [], readings: [], comparison: [], phases: [], people: [] };
  const text = deploymentReport({ ...empty, verdict: null, version: null, deployedAt: null, endedAt: null });
  for (const said of ['asked for no approval', 'No user was moved', 'Nothing was compared', 'Nothing was watched']) {
    expect(text).toContain(said);
  }
  expect(text).toContain('| Production changed | never |');
  expect(text).not.toMatch(/^#+ .*\n+#/m);
});

test('[V17] only a run that goes on may still find its verdict', () => {
  const said = (status: typeof SMOOTH.status) => deploymentReport({ ...SMOOTH, status, verdict: null });
  expect(said('running')).toContain('Not yet known.');
  expect(said('rolled-back')).toContain('None: what was rolled-back is no success.');
  const unsaid = { ...SMOOTH, verdict: { verdict: 'not-proven', lines: [] } } as const;
  expect(deploymentReport(unsaid)).toContain('## Verdict\n\nThe runbook does not say what a success is.');
});

test('a step that was never done names nobody', () => {
  const open = { title: 'Look', status: 'pending', who: null, startedAt: null, endedAt: null, says: '' };
  const phases = [{ title: 'After', status: 'pending', steps: [open] }];
  expect(deploymentReport({ ...SMOOTH, phases })).toContain('| Look | pending | – | – | – | – |');
});

test('awkward text stays in its cell: pipes, new lines, mentions, headings, links', () => {
  const awkward = '# a | b\n| --- |\r\n<!channel> @here [x](y) `c` "q"\u202e';
  const [phase] = SMOOTH.phases;
  const steps = (phase?.steps ?? []).map(step => ({ ...step, title: awkward, says: awkward, who: awkward }));
  const calm = deploymentReport({ ...SMOOTH, phases: [{ title: awkward, status: 'done', steps }] });
  const shown = '\\# a \\| b \\| --- \\| \\<!channel> @here \\[x\\](y) \\`c\\` "q"';
  expect(calm).toContain(`\n## ${shown}: done\n`);
  const rows = calm.split('\n').filter(line => line.startsWith(`| ${shown}`));
  expect(rows).toHaveLength(2);
  // Six cells, however many pipes somebody typed.
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(8);
});
