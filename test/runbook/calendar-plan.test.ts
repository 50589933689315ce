import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { filesOf } from './support.ts';

const AFTERNOON = Date.parse('2026-11-24T15:00:00+01:00');

function planned(change: (text: string) => string = text => text, T: number | null = null): string {
  const files = filesOf(join(import.meta.dirname, '../scenarios/products'), 'windows');
  const [product] = loadProducts(files.map(file => ({ ...file, text: change(file.text) }))).products;
  const release = product && resolve(product, { type: 'minor' });
  if (!release?.ok) throw new Error('the release resolves');
  return planText(plan(release.runbook, { now: AFTERNOON, T }));
}

test('[W8] the plan says when production may be touched next', () => {
  expect(planned()).toContain(
    'Window: open Tue 2026-11-24 20:00 CET until Tue 2026-11-24 22:00 CET; at the time planned it is outside the windows (Tue, Thu 20:00-22:00); Peak traffic',
  );
  expect(planned(undefined, Date.parse('2026-11-26T20:00:00+01:00'))).toContain(
    'Window: open Thu 2026-11-26 20:00 CET until Thu 2026-11-26 22:00 CET\n',
  );
});

test('[W8] the plan warns when soaks do not fit into the window', () => {
  expect(planned()).not.toContain('Warning');
  expect(planned(text => text.replace('soak: 30m', 'soak: 115m'))).toContain(
    'Warning: soaks and pauses take 2 h 5 min, longer than that window',
  );
});

test('[W8] a product that nothing binds has no such line', () => {
  expect(planned(text => text.replace(', calendar: true', ''))).not.toContain('Window:');
});
