import { describe, expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { breakFixture, expectTold, fixture, type Row } from './support.ts';

const NOT_YET = /not run by this version/;

function book() {
  const { products, problems } = loadProducts(fixture('lookout'));
  expect(problems.filter(one => !NOT_YET.test(one.message))).toEqual([]);
  return products[0]?.alerts;
}

describe('what is measured all the time', () => {
  test('[W11] each environment has the limits and priorities that hold in it', () => {
    const slow = book()?.environments.map(one => [one.name, one.alerts.find(alert => alert.name === 'slow')]);
    expect(slow).toEqual([
      [
        'staging',
        expect.objectContaining({
          priority: 'P3',
          judged: expect.objectContaining({ condition: { kind: 'above', value: 400, text: '400ms' } }),
        }),
      ],
      [
        'production',
        expect.objectContaining({
          priority: 'P2',
          judged: expect.objectContaining({ condition: { kind: 'above', value: 300, text: '300ms' } }),
        }),
      ],
    ]);
  });

  test('[W11] silence of the logs is an age, 10 minutes in production and 30 on staging', () => {
    const limits = book()?.environments.map(one => one.alerts.find(alert => alert.name === 'log-silence')?.judged);
    expect(limits).toMatchObject([{ condition: { value: 1_800_000 } }, { condition: { value: 600_000 } }]);
  });

  test('[W11] only what is written pages; production P1 pages and tells the channel, staging P1 tells channel and mail', () => {
    const [staging, production] = book()?.environments ?? [];
    expect(staging?.routes['P1']).toEqual({ page: [], channel: 'staging', mail: ['devops'], offersIncident: false });
    expect(production?.routes['P1']).toEqual({
      page: ['on-call'],
      channel: 'incidents',
      mail: [],
      offersIncident: true,
    });
    expect(production?.routes['P3']).toEqual({ page: [], channel: 'releases', mail: [], offersIncident: false });
  });

  test('an alert for some environments is not one of the others, and one evaluated outside is measured nowhere', () => {
    const [staging, production] = book()?.environments ?? [];
    expect(staging?.alerts.map(one => one.name)).not.toContain('unready');
    expect(production?.alerts.map(one => one.name)).toContain('unready');
    expect(production?.alerts.find(one => one.name === 'disk-full')?.judged).toBeNull();
    expect(staging?.metrics.map(one => one.name)).toEqual(['errors', 'p95', 'last-log']);
  });

  test('a product without alerts and suggested grades has nothing to measure', () => {
    expect(loadProducts(fixture('shop')).products[0]?.alerts).toBeNull();
  });

  test('[H1] the figures a grade is suggested by are measured too, in the environment of the incident file', () => {
    expect(book()?.suggested).toMatchObject({
      environment: 'production',
      metrics: [{ name: 'ready' }],
      grades: [{ name: 'SEV1', suggest: [{ metric: 'ready', forMs: 300_000 }] }],
    });
  });
});

describe('a mistake in alerts or their routing is told at its place', () => {
  const rows: Row[] = [
    [
      'a metric nobody has',
      'slow: { metric: p95',
      'slow: { §metric: p59',
      /no metric "p59"/,
      /"p95".*evaluate: outside/,
    ],
    [
      'a metric of its own name',
      'disk-full: { priority: P2, evaluate: outside }',
      '§disk-full: { priority: P2, above: 3 }',
      /no metric "disk-full"/,
      /evaluate: outside/,
    ],
    [
      'a condition beside evaluate: outside',
      'priority: P2, evaluate: outside',
      'priority: P2, above: 3, §evaluate: outside',
      /evaluated outside is not compared/,
      /take/,
    ],
    [
      'no comparison',
      'unready: { metric: ready, priority: P1, failing: true, for',
      '§unready: { metric: ready, priority: P1, for',
      /compares nothing/,
      /above, below/,
    ],
    [
      'failing of no probe',
      'slow: { metric: p95, priority: { byEnvironment: { staging: P3, production: P2 } }, above: { byEnvironment: { staging: 400ms, production: 300ms } }',
      'slow: { metric: p95, priority: P2, §failing: true',
      /no probe/,
      /above or below/,
    ],
    [
      'a limit without its unit',
      'above: { byEnvironment: { staging: 400ms, production: 300ms }',
      '§above: { byEnvironment: { staging: 400ms, production: 300 }',
      /300 has no unit/,
      /500ms/,
    ],
    [
      'a priority nobody routes',
      'priority: P2, evaluate',
      '§priority: p2, evaluate',
      /no routing knows the priority "p2"/,
      /"P2"/,
    ],
    [
      'an environment in only',
      'only: [production]',
      'only: [§prod]',
      /no environment with a routing "prod"/,
      /production, staging/,
    ],
    ['an environment in routing', '  staging: { P1:', '  §stagin: { P1:', /no environment "stagin"/, /"staging"/],
    [
      'a choice that forgets an environment',
      '{ byEnvironment: { staging: 2%, production: 1% } }',
      '{ §byEnvironment: { production: 1% } }',
      /byEnvironment says nothing for "staging"/,
      /default/,
    ],
    [
      'a role that is paged',
      'P1: { page: on-call, channel: incidents, inc',
      'P1: { §page: oncall, channel: incidents, inc',
      /no role "oncall"/,
      /"on-call"/,
    ],
    ['a role that is mailed', 'P3: { mail: devops }', 'P3: { §mail: devop }', /no role "devop"/, /"devops"/],
    [
      'a role without an address',
      'P3: { mail: devops }',
      'P3: { §mail: writers }',
      /"writers" has no mail address/,
      /mail/,
    ],
    ['a channel', 'P3: { channel: releases }', 'P3: { §channel: release }', /no channel "release"/, /"releases"/],
    ['nobody at all', 'P3: { channel: releases }', '§P3: {}', /nobody hears/, /page, channel or mail/],
    [
      'an offer without a message',
      'P3: { channel: releases }',
      'P3: { mail: devops, §incident: offer }',
      /no message for it/,
      /channel/,
    ],
    [
      'an unknown key',
      'P3: { channel: releases }',
      'P3: { channel: releases, §pages: devops }',
      /unknown key "pages"/,
      /"page"/,
    ],
    [
      'a metric only a run knows',
      'disk-full: { priority: P2, evaluate: outside }',
      'disk-full: { §metric: load, priority: P2, above: 3 }',
      /asks for run\.id/,
      /vars and environment/,
    ],
  ];
  test.each(rows)('%s', (...row) => expectTold('lookout', 'product.yml', row));

  test('alerts nobody routes', () => {
    const text = fixture('lookout').map(one => ({ ...one, text: one.text.replace(/^routing:\n(?: .*\n)*/m, '') }));
    const { problems } = loadProducts(text);
    expect(problems.filter(one => one.level === 'error').map(one => one.message)).toContain(
      'nothing says who hears of an alert',
    );
  });

  test('a priority that one environment does not route is a warning that names it', () => {
    const { problems } = breakFixture('lookout', { file: 'product.yml', find: ', P2: { channel: staging }', put: '§' });
    const said = problems.filter(one => !NOT_YET.test(one.message)).map(one => `${one.level}: ${one.message}`);
    expect(said).toContain('warning: nobody hears of it in staging: P2 is not routed there');
  });
});
