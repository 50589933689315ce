import { unmet } from '#src/domain/measure/expectation.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Source } from '#src/domain/runbook/model/metric.ts';
import type { Pages } from './pages.ts';
import { Unmeasured } from './unmeasured.ts';

type ProbeSource = Source & { readonly kind: 'probe' };

/** What one address said. `silent`: nothing at all. */
type Heard = {
  readonly url: string;
  readonly status: number | null;
  readonly problem: string | null;
  readonly latencyMs: number;
};

export type Probed = { readonly outcome: SampleOutcome; readonly latencyMs: number };

/** Asks the service itself. Throws `Unmeasured` only for what is not the service's doing, such as a missing secret. */
export async function probe(source: ProbeSource, pages: Pages): Promise<Probed> {
  const heard = source.mode === 'all' ? await hearAll(source, pages) : await hearFirst(source, pages);
  const problems = heard.filter(one => one.problem !== null);
  const silent = heard.every(one => one.status === null);
  const latencyMs = Math.max(0, ...heard.map(one => one.latencyMs));
  const detail = problems.length > 0 ? problems.map(sayProblem(heard.length > 1)).join('; ') : sayFine(heard);
  return { outcome: { kind: 'probe', ok: problems.length === 0, silent, detail }, latencyMs };
}

function hearAll(source: ProbeSource, pages: Pages): Promise<readonly Heard[]> {
  return Promise.all(source.urls.map(url => hear(url, source, pages)));
}

/** The first that is not 404: services differ in whether they have /ready or /health. */
async function hearFirst(source: ProbeSource, pages: Pages): Promise<readonly Heard[]> {
  let last: Heard | undefined;
  for (const url of source.urls) {
    last = await hear(url, source, pages);
    if (last.status !== 404) return [last];
  }
  if (!last) throw new Unmeasured('the probe has no address');
  return [{ ...last, problem: `HTTP 404 from all of ${source.urls.join(', ')}` }];
}

async function hear(url: string, source: ProbeSource, pages: Pages): Promise<Heard> {
  try {
    const answer = await pages.get({ url, headers: source.headers });
    return { url, status: answer.status, problem: unmet(source.expect, answer), latencyMs: answer.latencyMs };
  } catch (error) {
    if (!(error instanceof Unmeasured) || !error.silent) throw error;
    return { url, status: null, problem: error.message, latencyMs: 0 };
  }
}

function sayProblem(several: boolean): (heard: Heard) => string {
  return ({ url, status, problem }) => (several && status !== null ? `${url}: ${problem}` : `${problem}`);
}

function sayFine(heard: readonly Heard[]): string {
  const statuses = [...new Set(heard.map(one => `HTTP ${one.status}`))].join(', ');
  return heard.length === 1 ? statuses : `${statuses} from ${heard.length} addresses`;
}
