import { describe, expect, test } from 'vitest';
import { breakShop, expectTold, type Row } from './support.ts';

describe('what only the version step finds out, told with its line and not by the run that stops there', () => {
  const rows: Row[] = [
    [
      'before it',
      '      - version: next\n',
      '      - §note: "Build ${{ run.version }}"\n      - version: next\n',
      'run.version is known only after the version step',
      /put the version step before it/,
    ],
    [
      'in a runbook that has none',
      '- version: next\n',
      '- §note: "From ${{ run.commit }}"\n',
      'run.commit is not known: no version step finds it out',
      /- version: next/,
    ],
    [
      'as a condition',
      '- version: next\n',
      '- note: Wait\n        §when: run.previousVersion == 1.0.0\n      - version: next\n',
      'run.previousVersion is known only after the version step',
      /before it/,
    ],
    [
      'of a step that is off for a type that asks for it',
      '        id: tests\n',
      '        id: tests\n        only: [minor]\n        outputs: { count: stdout }\n      - §note: "${{ steps.tests.count }} tests"\n',
      'nothing here is called steps.tests.count',
      /./,
    ],
  ];
  test.each(rows)('%s', (...row) => expectTold('shop', 'release.yml', row));

  test('in a type that brings no version', () => {
    const { problems } = breakShop({
      file: 'release.yml',
      find: 'patch: { bump: patch',
      put: '§patch: { bump: none',
    });
    expect(problems.map(one => one.message)).toContain(
      'run.version is empty in a patch release, which brings no version (bump: none)',
    );
  });
});
