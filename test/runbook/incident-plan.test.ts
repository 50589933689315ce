import { expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { planIncident } from '#src/runbook/plan/incident.ts';
import { incidentPlanText } from '#src/runbook/plan/incident-text.ts';
import { resolveIncident } from '#src/runbook/resolve.ts';
import { fixture, shipped } from './support.ts';

function planned(files: Parameters<typeof loadProducts>[0]): string {
  const [product] = loadProducts(files).products;
  const found = product && resolveIncident(product);
  if (!found?.ok) throw new Error(found?.problem ?? 'no product');
  return incidentPlanText(planIncident(found.runbook));
}

test('the plan of an incident says what declaring each grade does, and what each button does and takes back', async () => {
  const text = planned(shipped('hauski')).replaceAll(/sha256 [0-9a-f]{12}/g, 'sha256 …');
  await expect(text).toMatchFileSnapshot('golden/hauski-incident.plan.txt');
});

test('the plan calls a page only what rings a phone', () => {
  const text = planned(
    fixture('kiosk').map(file => ({
      ...file,
      text: file.text.replace('page: on-call }', 'page: [on-call, writers] }'),
    })),
  );
  expect(text).toContain(
    'after 15 min without anybody who acknowledges: page on call <@U0LI> by the pager of the service, direct message to writers <@U0ANA>',
  );
  expect(text).toContain('after 30 min without anybody who acknowledges: page boss <@U0PIA> by PAGERDUTY_BOSS_KEY');
  expect(text).toContain('SEV2\n  Slow.\n');
  expect(text).toContain('  pages nobody\n');
});
