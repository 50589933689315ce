import { resolve } from 'node:path';
import { createGit } from '#src/adapters/git/git.ts';
import { createHttp } from '#src/adapters/http/http.ts';
import { createMetricsSource } from '#src/adapters/metrics/metrics-source.ts';
import { lintLive } from '#src/runbook/lint-live.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';

type Surroundings = {
  readonly secrets: { readonly [name: string]: string };
  /** Where git is found, and the settings of whoever runs it. */
  readonly path: string;
  readonly home: string;
};

/** What `gonogo lint --live` prints beneath the offline problems. */
export async function liveProblems(
  products: readonly LoadedProduct[],
  { secrets, path, home }: Surroundings,
): Promise<string> {
  await using http = createHttp({ secrets });
  const source = createMetricsSource({ http });
  const git = createGit({ path, home });
  const { says } = await lintLive(products, {
    metrics: metrics => source.read({ window: 'lint', metrics, now: Date.now() }),
    repository: at => git.read({ path: resolve(at.path), branch: at.branch, ref: null }),
  });
  return says;
}
