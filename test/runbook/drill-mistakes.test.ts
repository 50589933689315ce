import { describe, expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { drillPlanText } from '#src/runbook/plan/drill.ts';
import { resolveDrill } from '#src/runbook/resolve.ts';
import { expectTold, fixture, type Row } from './support.ts';

const rows: Row[] = [
  ['a drill nobody knows the role of', 'role: writers', '§role: authors', /no role "authors"/, /writers/],
  ['a role without members', 'role: writers', '§role: ghosts', /"ghosts" has to act here and has no members/, /slack/],
  ['an unknown period', 'every: quarter', '§every: month', /"month" is none of week, quarter, on demand/, /write one/],
  [
    'a program it may not start',
    '- run: tillctl status',
    '- §run: rm everything',
    /"rm" is not an executable/,
    /tillctl/,
  ],
  [
    'a go/no-go',
    '- confirm: The kiosk says that it is closed',
    '- §approve: { roles: { boss: 1 } }',
    /"approve" belongs to a release or an incident/,
    /confirm/,
  ],
  [
    'a fact only releases have',
    '- confirm: The kiosk says that it is closed',
    '- §check: [green]',
    /"green" can never hold in a drill/,
    /a step of a drill begins when everything before it is done/,
  ],
  [
    'an incident button',
    '- confirm: The kiosk says that it is closed',
    '- §do: lead',
    /"do: lead" is a button of an incident/,
    /confirm/,
  ],
  [
    'a page',
    '- confirm: The kiosk says that it is closed',
    '- §page: { to: [boss], text: Practice }',
    /"page" belongs to a release or an incident/,
    /notify/,
  ],
  ['a way back', 'id: seen', 'id: seen\n        §onFailure: rollback', /a drill has no rollback to turn to/, /Abort/],
  [
    'a phase before its start',
    'title: In the dark',
    'title: In the dark\n    §at: T-1h',
    /T-1h is before the drill begins/,
    /T\+15m/,
  ],
  [
    'a phase that watches',
    'title: In the dark',
    'title: In the dark\n    §watch: { metrics: [health] }',
    /watches nothing by itself/,
    /watch step/,
  ],
  ['types', 'id: seen', 'id: seen\n        §only: [patch]', /a drill has no types/, /leave only out/],
  [
    'a figure nobody finds out',
    'from: steps.seen.duration',
    '§from: steps.sene.duration',
    /nothing here is called steps.sene.duration/,
    /steps.seen.duration/,
  ],
  [
    'a condition nobody can judge',
    'when: steps.seen.state',
    '§when: inputs.state',
    /nothing here is called inputs.state/,
    /steps.seen.state/,
  ],
];

describe('a drill’s file', () => {
  test.each(rows)('[X8] [W12] %s', (...row) => expectTold('kiosk', 'drill.yml', row));

  test('[W12] a second drill of the same id', () => {
    const again = fixture('kiosk').filter(file => file.path.endsWith('drill.yml'));
    const { problems } = loadProducts([
      ...fixture('kiosk'),
      ...again.map(file => ({ ...file, path: 'kiosk/drill-again.yml' })),
    ]);
    expect(problems).toMatchObject([
      {
        file: 'kiosk/drill-again.yml',
        line: 3,
        message: 'the drill "power-failure" already stands in kiosk/drill.yml',
      },
    ]);
  });

  test('[W12] one that is wanted regularly, and no channel where it could be said that it is overdue', () => {
    const files = fixture('kiosk').map(file => ({ ...file, text: file.text.replace('incidents: C0INCIDENTS, ', '') }));
    const told = loadProducts(files).problems.filter(one => one.message.includes('overdue'));
    expect(told).toMatchObject([
      { file: 'kiosk/drill.yml', level: 'warning', hint: expect.stringContaining('drills:') },
    ]);
    expect(loadProducts(fixture('kiosk')).problems).toEqual([]);
  });

  test('[W12] its plan names steps, people, commands and figures', () => {
    const [product] = loadProducts(fixture('kiosk')).products;
    const found = product && resolveDrill(product, 'power-failure');
    expect(found?.ok && drillPlanText(found.runbook)).toMatchInlineSnapshot(`
      "Power failure · every quarter · writers <@U0ANA>

      In the dark
        - tillctl status
        - The kiosk says that it is closed
            only when steps.seen.state != open

      Noted at the end
        How many guests were waiting?
        dark-for, from steps.seen.duration

      It passed, if
        every step was done, none of them skipped by a person, and every figure is known

      Files
        kiosk/product.yml sha256 0b7c4394f241
        kiosk/drill.yml sha256 f2b30d6ac30e
        kiosk/policies/limits.yaml sha256 aebf286b1c40
      "
    `);
  });

  test('[W12] an unknown id is told with the nearest one', () => {
    const [product] = loadProducts(fixture('kiosk')).products;
    expect(product && resolveDrill(product, 'power-falure')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('did you mean "power-failure"'),
    });
  });
});
