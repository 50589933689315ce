import { describe, expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { expectTold, fixture, type Row } from './support.ts';

const told = (row: Row) => expectTold('bookshop', 'product.yml', row);

const ALLOW = 'allow: [{ days: [Tue, Thu], hours: "20:00-22:00" }]';
const DENY = 'deny: [{ hours: "08:00-18:00", reason: Peak traffic, unless: incident }]';
const FREEZE = 'freezes: [{ from: "2026-12-20", to: "2027-01-02", reason: Christmas trade }]';
const OUTSIDE = 'outside: { approve: { product-owner: 1, on-call: 1 }, reason: required }';

describe('a calendar that cannot be meant', () => {
  const rows: Row[] = [
    [
      'a window inside a deny nobody opens',
      `${ALLOW}\n  ${DENY}`,
      'allow: [{ days: [Tue], hours: "20:00-22:00" }, §{ days: [Wed], hours: "09:00-10:00" }]\n  deny: [{ hours: "08:00-18:00" }]',
      /never opens by itself: closed every day 08:00-18:00/,
      /no deny covers/,
    ],
    ['a window without a length', ALLOW, 'allow: [{ §hours: "20:00-20:00" }]', /ends when it begins/, /24:00/],
    [
      'a freeze that ends before it begins',
      FREEZE,
      'freezes: [{ from: "2026-12-20", §to: "2026-01-02" }]',
      /ends on 2026-01-02, before it begins on 2026-12-20/,
      /earlier day/,
    ],
    ['a day no calendar has', FREEZE, 'freezes: [{ §from: "2026-02-30", to: "2026-03-02" }]', /a day/, /2026-12-25/],
    ['an hour no clock has', ALLOW, 'allow: [{ §hours: "20:00-25:00" }]', /hours/, /20:00-22:00/],
    [
      'an approval by a role nobody knows',
      OUTSIDE,
      'outside: { approve: { §product-ower: 1 } }',
      /no role "product-ower"/,
      /product-owner/,
    ],
    [
      'an approval that needs more people than there are',
      OUTSIDE,
      'outside: { §approve: { product-owner: 2 } }',
      /2 of "product-owner", which has 1/,
      /fewer/,
    ],
    [
      'an incident that nobody could agree for',
      'deploy: { responsible: devops, accountable: product-owner, informed: [stakeholders] }\n',
      'deploy: { responsible: devops }\n',
      /accountable of deploy/,
      /raci/,
    ],
    [
      'an incident of no severity',
      'holdsReleases: true',
      'holdsReleases: false',
      /no severity has holdsReleases/,
      /holdsReleases: true/,
    ],
  ];
  // The place of the last two is the deny, not what was changed.
  const elsewhere = rows.slice(-2);
  test.each(rows.slice(0, -2))('[W8] %s', (...row) => told(row));

  test.each(elsewhere)('[W8] %s', (_what, find, put, message, hint) => {
    const files = fixture('bookshop').map(one =>
      one.path.endsWith('product.yml') ? { ...one, text: one.text.replace(find, put) } : one,
    );
    const { problems } = loadProducts(files);
    const problem = problems.find(one => one.message.match(message));
    expect(problem).toMatchObject({ level: 'error', line: 32 });
    expect(problem?.hint).toMatch(hint);
  });
});

describe('a calendar that is odd and may be meant', () => {
  const warnings = (find: string, put: string) => {
    const files = fixture('bookshop').map(one =>
      one.path.endsWith('product.yml') ? { ...one, text: one.text.replace(find, put) } : one,
    );
    return loadProducts(files)
      .problems.filter(one => one.file.endsWith('product.yml') && one.level === 'warning')
      .map(one => one.message)
      .join('\n');
  };

  test('[W8] a window that only an approval opens is allowed, and said', () => {
    const put = 'deny: [{ unless: { approve: { product-owner: 1 } } }]';
    expect(warnings(`${ALLOW}\n  ${DENY}`, put)).toMatch(/this never opens by itself: closed every day all day/);
  });

  test('[W8] a window within another, a freeze over another, an environment nothing binds', () => {
    const within = 'allow: [{ days: [Tue, Thu], hours: "20:00-22:00" }, { days: [Tue], hours: "20:00-21:00" }]';
    expect(warnings(ALLOW, within)).toMatch(/Tue 20:00-21:00 lies within another window/);
    const twice = 'freezes: [{ from: "2026-12-20", to: "2027-01-02" }, { from: "2027-01-02", to: "2027-01-06" }]';
    expect(warnings(FREEZE, twice)).toMatch(/overlaps the freeze from 2026-12-20 to 2027-01-02/);
    const unbound = 'production: { channel: releases }';
    expect(warnings('production: { channel: releases, calendar: true }', unbound)).toMatch(/no environment is bound/);
    expect(warnings(ALLOW, '')).toMatch(/without allow nothing is outside/);
  });

  test('[W8] the calendar of the bookshop is fine', () => {
    expect(warnings('', '')).not.toMatch(/opens by itself|overlaps|lies within|binds|bound/);
  });
});
