import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { evening, PRODUCT_OWNER, RELEASE_MANAGER } from '../support/valero.ts';

test('[V2] a minor release has no downtime, unless its migration needs a lock; whoever says go sees it', async () => {
  await using world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  expect(world.card()).not.toContain('downtime');
  await world.press(RELEASE_MANAGER, 'Go');
  await world.type(RELEASE_MANAGER, '/release start minor schema=migrate change=batch lock=yes');

  expect(world.card('REL-2')).toContain('*with downtime* (inputs.lock == yes)');
  expect(world.direct(PRODUCT_OWNER).at(-1)).toContain('*with downtime*');
  expect((await world.type(RELEASE_MANAGER, '/release plan minor lock=maybe')).text).toContain('lock');
});

/** The last file of that name in the thread. */
function filed(world: World, name: string): string {
  return String(world.slack.workspace.files.all().findLast(one => one.name.endsWith(name))?.content);
}

test('[V13] [V16] [V17] figures that miss the comparison make it no success; it is said with the figures, stands in the closing reports and changes nothing', async () => {
  const product = valeroInHaste();
  // A limit that lets a slow version through, so that only the comparison with the baseline is left to notice.
  const file = join(product, 'product.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('above: 500ms', 'above: 5s'));
  await using world = await startWorld({ products: [product] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  world.demo.setFault('canary-slow', true);
  await world.windUntil('12m', async () => (await world.run()).steps['rollout.checkpoint']?.status === 'waiting');
  await evening.overview(world);
  await evening.postChecks(world);

  const run = await world.run();
  expect(run.status).toBe('completed');
  expect(run.verdict?.verdict).toBe('failed');
  const missed = run.verdict?.lines.filter(line => line.outcome === 'not-met') ?? [];
  expect(missed.map(line => line.says)).toEqual(['Error rate no higher than before and p95 at most 10 % higher']);
  expect(missed[0]?.why).toMatch(/p95 latency \d+ ms -> 1\.\d+ s/);
  expect(world.card()).toContain('Completed: not a success');
  expect(world.demo.state().cluster.deployments['document-domain']?.version).toBe('1.3.0');

  expect(JSON.parse(filed(world, '-audit.json'))).toMatchObject({
    releaseId: 'rel-2026-11-001',
    domain: 'document-domain',
    version: '1.3.0',
    approvedBy: `${RELEASE_MANAGER}, ${PRODUCT_OWNER}`,
    completedAt: new Date(run.endedAt ?? 0).toISOString(),
    status: 'completed',
    verdict: 'failed',
    waves: [
      { wave: 1, tenants: ['pilot-1'], traffic: '10%', status: 'success' },
      { wave: 2, traffic: '50%', status: 'success' },
      { wave: 3, tenants: ['all'], traffic: '100%', status: 'success' },
    ],
  });
  expect(run.published.map(one => one.name)).toContain('analytics.release.metrics');
  const report = filed(world, '-deployment.md');
  expect(report).toContain('| Ended | completed |');
  expect(report).toContain('**failed**');
  expect(report).toMatch(/\| Finished \| .*\d/);
});
