import { createHttp } from '#src/adapters/http/http.ts';
import { createMetricsSource } from '#src/adapters/metrics/metrics-source.ts';
import { lintLive } from '#src/runbook/lint-live.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';

type Secrets = { readonly [name: string]: string };

/** What `gonogo lint --live` prints beneath the offline problems. */
export async function liveProblems(products: readonly LoadedProduct[], secrets: Secrets): Promise<string> {
  await using http = createHttp({ secrets });
  const source = createMetricsSource({ http });
  const { says } = await lintLive(products, metrics => source.read({ window: 'lint', metrics, now: Date.now() }));
  return says;
}
