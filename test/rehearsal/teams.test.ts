import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { assert } from '#src/base/assert.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { everyScene } from '#src/rehearsal/every-scene.ts';
import type { Scene } from '#src/rehearsal/scene.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolveIncident } from '#src/runbook/resolve.ts';
import { play } from './support.ts';

vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../..');

async function incidentsIn(folder: string): Promise<readonly IncidentRunbook[]> {
  const { products } = loadProducts(await readRunbookFiles(join(ROOT, folder), {}), { vars: {} });
  return products.flatMap(product => {
    const found = resolveIncident(product);
    return found.ok ? [found.runbook] : [];
  });
}

const incidents = await incidentsIn('runbooks');

test('of the four teams, Horadus alone has no incident file', () => {
  expect(incidents.map(one => one.product.name)).toEqual(['hauski', 'valero', 'wimmelwelt']);
});

test.each(incidents.map(one => [one.product.name, one] as const))(
  '[X8] the incident of %s rehearses to its end: at every severity, with every turn, whichever step fails',
  async (_name, runbook) => {
    const [highest, lowest] = [runbook.grades[0]?.name, runbook.grades.at(-1)?.name];
    // Each action by itself is left to `rehearse --all`: there are a dozen a team.
    const wanted = ({ severity, story, action }: Scene) =>
      action === null && (story === null || severity === (story === 'worse' ? lowest : highest));
    for (const scene of everyScene(runbook).filter(wanted)) {
      const { run, book } = await play(runbook, scene);
      expect([run.status, ...book.problems], JSON.stringify(scene)).toEqual(['resolved']);
    }
  },
);

test('[X8] of the example it finds that a SEV1 nobody names the service of rings nowhere', async () => {
  const bookshop = (await incidentsIn('test/runbook/fixtures')).find(one => one.product.name === 'bookshop');
  assert(bookshop !== undefined, 'the example is there');
  const { book } = await play(bookshop, { severity: 'SEV1' });
  expect([...book.problems]).toEqual([
    'A SEV1 pages, and no phone rings when no service is named: none of on-call, service-owner has a pager.',
  ]);
});
