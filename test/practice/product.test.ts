import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readPracticeProduct } from '#src/practice/product.ts';

const demo = {
  document: 'http://127.0.0.1:1',
  notifications: 'http://127.0.0.1:2',
  audit: 'http://127.0.0.1:3',
  analytics: 'http://127.0.0.1:4',
  control: 'http://127.0.0.1:5',
};
const folder = fileURLToPath(new URL('../../runbooks/valero', import.meta.url));

test('the shipped product is practised unchanged: its people and channels exist, its addresses lead to the demo', () => {
  const product = readPracticeProduct({ folder, demo, repository: '/scratch' });
  expect([...product.titles.values()]).toEqual([
    'Release manager',
    'Product owner',
    'DevOps',
    'QA',
    'Audit officer',
    'On-call engineer',
  ]);
  expect(product.users.map(one => one.real_name)).toContain('Rosa Keller');
  expect(product.channels).toContainEqual({ id: 'C0RELEASES', name: 'releases' });
  expect(product.vars).toEqual({
    DOCUMENT: demo.document,
    NOTIFICATIONS: demo.notifications,
    AUDIT: demo.audit,
    ANALYTICS: demo.analytics,
    REPO: '/scratch',
  });
});
