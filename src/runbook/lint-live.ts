import type { Sample } from '#src/domain/measure/reading.ts';
import { resolveRepository, resolveSources, Unresolved } from '#src/domain/procedure/resolve-step.ts';
import { countsAnew } from '#src/domain/release/version.ts';
import { inEnvironment, PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Product, ProductFact } from '#src/domain/runbook/model/product.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import { variableOf } from '#src/domain/runbook/vars.ts';
import { GonogoError } from '#src/errors.ts';
import type { LoadedProduct } from './load-product.ts';
import { parseFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import { formatProblems } from './problem.ts';
import type { Path } from './yaml/node.ts';
import { markAt } from './yaml/node.ts';

/** A metric or fact of one environment, and where it stands in the product's file. */
type Asked = { readonly metric: Metric; readonly environment: string; readonly path: Path };

/** Where the answers come from. */
export type Sources = {
  /** One sample a metric, of now and in order. */
  readonly metrics: (metrics: readonly Metric[]) => Promise<readonly Sample[]>;
  /** The tags of a repository, and those behind the commit of the branch. Throws `GonogoError` with a sentence. */
  readonly repository: (at: {
    readonly path: string;
    readonly branch: string;
  }) => Promise<{ readonly tags: readonly { readonly name: string }[]; readonly reachable: readonly string[] }>;
};

export type LiveLint = { readonly problems: readonly Problem[]; readonly says: string };

/**
 * Asks every metric and measured fact of the products now, and their repositories for the last release, and says what could
 * not be had. Warnings only: what is unreachable from here may well be reachable from where the bot runs.
 */
export async function lintLive(products: readonly LoadedProduct[], sources: Sources): Promise<LiveLint> {
  const problems = await problemsOf(products, sources);
  const says =
    problems.length === 0 ? 'Every metric that can be asked before a run has an answer.' : formatProblems(problems);
  return { problems, says };
}

async function problemsOf(products: readonly LoadedProduct[], sources: Sources): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const product of products) {
    const asked = askedOf(product);
    const samples = await sources.metrics(asked.map(one => one.metric));
    const told: Told[] = asked.flatMap((one, index) => {
      const sample = samples[index];
      return sample ? problemOf(one, sample) : [];
    });
    told.push(...(await tagsOf(product, sources.repository)));
    problems.push(...told.map(one => ({ ...placeOf(product, one.path), level: 'warning' as const, ...one.says })));
  }
  return problems;
}

/** A release that finds no tag written as the file says would be the first, in silence. */
async function tagsOf({ releases }: LoadedProduct, read: Sources['repository']): Promise<readonly Told[]> {
  const runbooks = releases.flatMap(release => release.variants.map(one => one.runbook));
  const counting = runbooks.find(({ type, phases }) => {
    return type.bump !== 'none' && phases.some(phase => phase.steps.some(step => step.verb === 'version'));
  });
  const repository = counting?.product.repository;
  if (!counting || !repository) return [];
  const at = known(() => resolveRepository(repository, scopeIn(counting.product, PRODUCTION)));
  if (at === null) return [];
  const { path, branch, pattern } = at;
  try {
    const { tags, reachable } = await read({ path, branch });
    const anew = countsAnew({ pattern, wanted: null, tags: tags.map(one => one.name), reachable });
    const message = `the next version would be the first: ${anew}`;
    const hint = 'fine for a first release; else correct repository.tag or branch, or fetch the tags';
    return anew === null ? [] : [{ path: ['repository'], says: { message, hint } }];
  } catch (cause) {
    if (!(cause instanceof GonogoError)) throw cause;
    return [{ path: ['repository'], says: { message: cause.message, hint: `asked was ${path}` } }];
  }
}

/** Each source once: several environments, or types of release, may ask the same. */
function askedOf(loaded: LoadedProduct): readonly Asked[] {
  const seen = new Set<string>();
  const views = [
    ...loaded.releases.flatMap(release => release.variants.map(one => one.runbook.product)).flatMap(placesOf),
    ...(loaded.incident ? [{ product: loaded.incident.product, environment: loaded.incident.environment }] : []),
  ];
  return views
    .flatMap(({ product, environment }) => sourcesIn(product, environment))
    .filter(({ metric, path }) => {
      const key = JSON.stringify([path, metric.source, metric.minSamples]);
      return !seen.has(key) && seen.add(key);
    });
}

function placesOf(product: Product): readonly { readonly product: Product; readonly environment: string }[] {
  const names = [PRODUCTION, ...Object.keys(product.elsewhere ?? {})];
  return names.map(environment => ({ product: inEnvironment(product, environment), environment }));
}

/** What names something only a run knows (its version, an answer) cannot be asked for yet, and is left out. */
function sourcesIn(product: Product, environment: string): readonly Asked[] {
  const scope = scopeIn(product, environment);
  const facts = Object.entries(product.facts).flatMap(([name, fact]) =>
    fact.kind === 'measured' ? [{ metric: asMetric(name, fact), path: ['facts', name] }] : [],
  );
  const metrics = Object.values(product.metrics).map(metric => ({ metric, path: ['metrics', metric.name] }));
  return [...metrics, ...facts].flatMap(({ metric, path }) => {
    const resolved = known(() => resolveSources(metric, scope));
    return resolved ? [{ metric: resolved, environment, path }] : [];
  });
}

/** What is known before a run. */
function scopeIn(product: Product, environment: string): Scope {
  return name => {
    if (name === 'environment') return environment;
    return name.startsWith('vars.') ? variableOf(product.vars, name.slice('vars.'.length)) : undefined;
  };
}

/** Null: it names what only a run knows. */
function known<T>(resolve: () => T): T | null {
  try {
    return resolve();
  } catch (cause) {
    if (cause instanceof Unresolved) return null;
    throw cause;
  }
}

function asMetric(name: string, { source, unit }: ProductFact & { kind: 'measured' }): Metric {
  const judged = { minSamples: null, pass: null, limits: [], shadow: false, noData: null };
  const limits = { intervalMs: 15_000, consecutiveErrorLimit: 1, inconclusiveLimit: 1 };
  return { name, title: name, source, unit, ...judged, ...limits };
}

type Told = { readonly path: Path; readonly says: Pick<Problem, 'message' | 'hint'> };

/** A first scrape is fine: what it counts is there. */
function problemOf({ metric, environment, path }: Asked, sample: Sample): readonly Told[] {
  const what = `${metric.name} in ${environment}`;
  if (sample.kind === 'probe' && !sample.ok)
    return [{ path, says: { message: `${what} fails now: ${sample.detail}`, hint: sample.query } }];
  if (sample.kind !== 'error') return [];
  const message = `${what} cannot be measured now: ${sample.detail}`;
  const hint = sample.silent ? `nobody answers from here: ${sample.query}` : `asked was ${sample.query}`;
  return [{ path, says: { message, hint } }];
}

function placeOf({ files: [file] }: LoadedProduct, path: Path): Pick<Problem, 'file' | 'line' | 'column'> {
  if (!file) return { file: 'product.yml', line: 1, column: 1 };
  const parsed = parseFile(file);
  return { file: file.path, ...('tree' in parsed ? markAt(parsed.tree, path) : { line: 1, column: 1 }) };
}
