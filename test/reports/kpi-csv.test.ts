import { expect, test } from 'vitest';
import type { ComparedFacts } from '#src/reports/facts.ts';
import { kpiCsv } from '#src/reports/kpi-csv.ts';
import { SMOOTH } from './facts.ts';

const row = (given: Partial<ComparedFacts>): ComparedFacts => ({
  metric: 'm',
  unit: 'count',
  before: 1,
  after: 1,
  limit: null,
  outcome: 'pass',
  says: '',
  ...given,
});

test('[V16] the comparison is one line a metric, percent for ratios and ms for times', () => {
  expect(kpiCsv(SMOOTH.comparison)).toBe(
    'metric,unit,before,after,change_percent,limit,outcome,sentence\r\n' +
      'error-rate,percent,0.05,0.02,-60,0.05,pass,less\r\n' +
      'p95,ms,180,135,-25,198,pass,p95 180 ms -> 135 ms\r\n',
  );
});

test('what was not measured is empty, and nothing is divided by nothing', () => {
  const lines = kpiCsv([row({ before: null, outcome: 'error' }), row({ before: 0, after: 3 })]).split('\r\n');
  expect(lines.slice(1, 3)).toEqual(['m,count,,1,,,error,', 'm,count,0,3,,,pass,']);
});

test.each([
  ['a, "b"', '"a, ""b"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
])('the text %j is a text in every spreadsheet', (says, cell) => {
  expect(kpiCsv([row({ says })]).split(',pass,')[1]).toBe(`${cell}\r\n`);
});

test('a negative number stays a number', () => {
  expect(kpiCsv([row({ before: -4, after: -5 })])).toContain('m,count,-4,-5,-25,,pass,');
});
