import { expect, test } from 'vitest';
import { liveProblems } from '#src/cli/lint-live.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { scene } from '../adapters/git/scene.ts';
import { scalar, vector } from '../adapters/metrics/prometheus-answers.ts';
import { type Service, startService } from '../adapters/support/service.ts';
import { fixture } from '../runbook/support.ts';

const P95 = (environment: string) =>
  `histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket{environment="${environment}"}[1m])))`;
const REQUESTS = (environment: string) => `sum(increase(http_requests_total{environment="${environment}"}[1m]))`;
const BACKUP = (environment: string) => `max(backup_finished_seconds{environment="${environment}"})`;

const AROUND = { secrets: { PROMETHEUS: 'hidden' }, path: process.env['PATH'] ?? '', home: '' };

/** The harbour of the fixtures, with all its addresses on one service. */
function harbour(service: Service): readonly LoadedProduct[] {
  const files = fixture('harbour').map(file => ({
    ...file,
    text: file.text.replaceAll(/http:\/\/(?:prometheus:9090|shop(?:\.staging)?:8080)/g, service.url),
  }));
  const { products, problems } = loadProducts(files);
  expect(problems).toEqual([]);
  return products;
}

function answer(service: Service, query: string, body: object) {
  const path = `/api/v1/query?${new URLSearchParams({ query, timeout: '8s' })}`;
  service.answer(path, JSON.stringify(body));
}

function allIsWell(service: Service) {
  const now = Date.now();
  for (const environment of ['production', 'staging']) {
    answer(service, P95(environment), vector(now, { value: '0.2' }));
    answer(service, REQUESTS(environment), vector(now, { value: '100' }));
    answer(service, BACKUP(environment), scalar(now, String(now / 1_000 - 60)));
  }
  service.answer('/metrics', 'http_requests_total{code="200"} 12\n');
  service.answer('/kpi', '{"readiness_failures":0,"push_success":1}');
}

test('metrics that all have an answer are said to', async () => {
  await using service = await startService();
  allIsWell(service);
  expect(await liveProblems(harbour(service), AROUND)).toBe(
    'Every metric that can be asked before a run has an answer.',
  );
});

test('[X8] queries that give nothing, or several series, are named with their environment and line', async () => {
  await using service = await startService();
  allIsWell(service);
  const two = vector(Date.now(), { labels: { job: 'a' }, value: '1' }, { labels: { job: 'b' }, value: '1' });
  answer(service, P95('staging'), vector(Date.now()));
  answer(service, BACKUP('production'), two);
  service.answer('/kpi', '{"push_success":1}');
  const told = await liveProblems(harbour(service), AROUND);
  expect(told.split('\n').map(line => line.split(';')[0])).toEqual([
    expect.stringMatching(
      /^harbour\/product\.yml:13:3 {2}warning {2}backup-age in production cannot be measured now: 2 series/,
    ),
    'harbour/product.yml:18:3  warning  p95 in staging cannot be measured now: the query gives nothing: no series matches',
    'harbour/product.yml:27:3  warning  readiness in production cannot be measured now: nothing stands at /readiness_failures',
  ]);
  expect(told).not.toContain('hidden');
});

test('a tag that begins with a var is looked for as it is written in a run', async () => {
  const { path, sh } = scene();
  const { products } = loadProducts(
    fixture('shop').map(file => ({
      ...file,
      text: file.text
        .replace('vars: {', 'vars: { PART: shop,')
        .replace('{ path: ., branch: main }', `{ path: ${path}, tag: "\${{ vars.PART }}-v\${{ run.version }}" }`),
    })),
  );
  sh('tag', 'shop-v1.4.0');
  expect(await liveProblems(products, AROUND)).not.toContain('would be the first');
});

test('a repository whose tags are written otherwise than the file says is named, before a release would be the first', async () => {
  const { path, sh } = scene();
  const { products } = loadProducts(
    fixture('shop').map(file => ({
      ...file,
      text: file.text.replace('{ path: ., branch: main }', `{ path: ${path} }`),
    })),
  );
  const told = async () =>
    (await liveProblems(products, AROUND)).split('\n').find(line => line.includes('product.yml:5:'));
  expect(await told()).toContain(
    'the next version would be the first: there is no tag yet, so it was counted from 0.0.0',
  );
  sh('tag', 'release-1.4.0');
  expect(await told()).toContain(
    'no tag is written like v1.2.3, so it was counted from 0.0.0; tags here look like release-1.4.0',
  );
  sh('tag', 'v1.4.0');
  expect(await told()).toBeUndefined();
  sh('branch', '--move', 'main', 'trunk');
  expect(await told()).toContain('git could not find the branch main. Branches here: trunk.');
});
