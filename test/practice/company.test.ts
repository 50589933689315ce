import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { companyOf } from '#src/practice/company/company.ts';
import { pagerAccountOf } from '#src/practice/company/pager-account.ts';
import { readProductFiles } from '#src/practice/company/product-file.ts';

const runbooks = fileURLToPath(new URL('../../runbooks', import.meta.url));
const files = readProductFiles({ runbooks, first: 'valero' });
const company = companyOf(files, { DOCUMENT: 'http://127.0.0.1:1', HAUSKI: 'http://127.0.0.1:2', REPO: '/scratch' });

test('the shipped products are practised unchanged: their people and channels exist, the practised one first', () => {
  expect([...company.posts.values()].map(({ title, team }) => `${title}, ${team}`).slice(0, 8)).toEqual([
    'Release manager, VALERO NeuroERP',
    'Product owner, VALERO NeuroERP',
    'DevOps, VALERO NeuroERP',
    'QA, VALERO NeuroERP',
    'Audit officer, VALERO NeuroERP',
    'On-call engineer, VALERO NeuroERP',
    'CTO, VALERO NeuroERP',
    'Platform/SRE, hausKI',
  ]);
  expect(new Set(company.users.map(one => one.real_name)).size).toBe(company.users.length);
  expect(company.users.filter(one => one.real_name?.startsWith('Person'))).toEqual([]);
  expect(company.products.get('C0RELEASES')).toBe('valero');
});

test('two products may call a channel alike, and Slack has one of a name', () => {
  expect(company.channels).toContainEqual({ id: 'C0INCIDENTS', name: 'incidents' });
  expect(company.channels).toContainEqual({ id: 'C0HAUSKI', name: 'hauski-incidents' });
});

test('variables lead to the demo company where it has such a place, and only there', () => {
  expect(company.vars).toEqual({ DOCUMENT: 'http://127.0.0.1:1', HAUSKI: 'http://127.0.0.1:2', REPO: '/scratch' });
});

test('behind each routing key a product names stands a service that rings whom the product means', () => {
  const { directory, keys } = pagerAccountOf(files, company);
  expect(Object.keys(keys)).toEqual(
    expect.arrayContaining(['PAGERDUTY_ROUTING_KEY', 'PAGERDUTY_CTO_KEY', 'PAGERDUTY_RELEASE_MANAGER_KEY']),
  );
  const rungBy = (variable: string) => {
    const service = directory.services.find(one => one.routingKey === keys[variable]);
    return directory.policies.find(one => one.id === service?.policy)?.levels[0]?.targets;
  };
  expect(rungBy('PAGERDUTY_CTO_KEY')).toEqual(['PU0CTO']);
  expect(rungBy('PAGERDUTY_ROUTING_KEY')).toContain('PVALERO');
  expect(directory.schedules.find(one => one.id === 'PVALERO')?.onCall).toEqual([{ user: 'PU0ONCALL', until: null }]);
  expect(Object.values(keys).every(key => /^[0-9a-f]{32}$/.test(key))).toBe(true);
});

test('people are the same in PagerDuty as in Slack, by mail address', () => {
  const { directory, holders } = pagerAccountOf(files, company);
  for (const { id, email } of directory.users)
    expect(company.users.find(one => one.id === holders.get(id))?.email).toBe(email);
});
