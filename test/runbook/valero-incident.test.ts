import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { offers } from '#src/domain/runbook/offers.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolveIncident } from '#src/runbook/resolve.ts';
import { shipped } from './support.ts';

const [product] = loadProducts(shipped('valero')).products;
const found = product && resolveIncident(product);
if (!found?.ok) throw new Error('VALERO has no incident runbook that loads');
const book = found.runbook;

test('[V14] each grade offers exactly its actions', () => {
  const offered = book.grades.map(grade => [
    grade.name,
    book.actions.filter(action => offers(grade, action)).map(action => action.id),
  ]);
  expect(offered).toEqual([
    ['P0', ['roll-back']],
    ['P1', ['roll-back', 'hotfix']],
    ['P2', ['pause', 'analyse']],
    ['P3', ['go-on', 'hotfix-later']],
  ]);
});

test('[V14] P0 puts the rollback forward and rolls back a release, P2 makes it stand still', () => {
  const [outage, , degraded] = book.grades;
  expect([outage?.first, degraded?.first]).toEqual(['roll-back', 'pause']);
  const does = (id: string) => book.actions.find(action => action.id === id)?.does;
  expect(does('roll-back')).toEqual({ kind: 'rollback-suspect' });
  expect(does('pause')).toEqual({ kind: 'pause-suspect' });
});

test('[V15] on-call is paged at once, the release manager after 15 min without a solution, the CTO after 30', () => {
  expect(book.grades.filter(grade => grade.page).map(grade => grade.name)).toEqual(['P0', 'P1', 'P2']);
  expect(book.product.services['default']?.pager).toBe('PAGERDUTY_ROUTING_KEY');
  expect(book.escalation.map(({ afterMs, without, page }) => [afterMs / MINUTE, without, ...page])).toEqual([
    [15, 'mitigated', 'release-manager'],
    [30, 'mitigated', 'cto'],
  ]);
});

test('[V15] each of the chain has a phone of its own, so that paging the CTO does not ring whoever is on call', () => {
  const { roles, services } = book.product;
  const keys = [services['default']?.pager, roles['release-manager']?.pager, roles['cto']?.pager];
  expect(new Set(keys).size).toBe(3);
  expect(keys).not.toContain(null);
});
