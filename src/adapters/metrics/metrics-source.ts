import type { Instant } from '#src/base/time.ts';
import type { Sample, SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import { toBase } from '#src/domain/runbook/units.ts';
import type { Http } from '#src/ports/http.ts';
import type { LookBack, MetricsSource } from '#src/ports/metrics-source.ts';
import { historyOf } from './history.ts';
import { expectSuccess, openPages, type Pages } from './pages.ts';
import { probe } from './probe.ts';
import { readPrometheus } from './prometheus.ts';
import { ageOf, readJson } from './read-json.ts';
import { readScrape, sayScrape } from './scrape.ts';
import { NothingThere, Unmeasured } from './unmeasured.ts';
import { createWindows, type Windows } from './windows.ts';

/** Measures over HTTP. Baselines of scrapes live in memory: after a restart the first reading warms up again. */
export function createMetricsSource({ http }: { readonly http: Http }): MetricsSource {
  const windows = createWindows();
  return {
    async read({ window, metrics, now, over }) {
      const sweep: Sweep = { pages: openPages(http), windows, window, now };
      if (!over) return Promise.all(metrics.map(metric => sampleOf(metric, sweep)));
      return (await Promise.all(metrics.map(metric => samplesOver(metric, sweep, over)))).flat();
    },
  };
}

type Sweep = {
  readonly pages: Pages;
  readonly windows: Windows;
  readonly window: string;
  readonly now: Instant;
};

type Measured = { readonly outcome: SampleOutcome; readonly latencyMs: number };

async function sampleOf(metric: Metric, sweep: Sweep): Promise<Sample> {
  const place = { metric: metric.name, at: sweep.now, query: sayQuery(metric.source) };
  const measured = await measure(metric, sweep);
  const outcome = await withSamples(metric, measured.outcome, sweep);
  return { ...place, latencyMs: measured.latencyMs, ...outcome };
}

/** A source that cannot look back says what it says now. */
async function samplesOver(metric: Metric, sweep: Sweep, { ms, stepMs }: LookBack): Promise<readonly Sample[]> {
  const { source } = metric;
  if (source.kind !== 'prometheus') return [await sampleOf(metric, sweep)];
  const { pages, now } = sweep;
  const toValue = (value: number, at: Instant) => toBase(inUnit(metric, value, at), metric.unit);
  try {
    return await historyOf({ metric, source, pages, stretch: { from: now - ms, to: now, stepMs }, toValue });
  } catch (error) {
    if (!(error instanceof Unmeasured)) throw error;
    const place = { metric: metric.name, at: now, latencyMs: 0, query: source.query };
    return [{ ...place, ...unmeasured(error, metric.noData) }];
  }
}

async function measure(metric: Metric, sweep: Sweep, counting = false): Promise<Measured> {
  try {
    return inBaseUnit(metric, await ask(metric, { ...sweep, counting }));
  } catch (error) {
    // Anything else is a bug of ours, and must not pass for a source that is down.
    if (!(error instanceof Unmeasured)) throw error;
    return { outcome: unmeasured(error, metric.noData), latencyMs: 0 };
  }
}

function unmeasured(error: Unmeasured, noData: number | null): SampleOutcome {
  if (error instanceof NothingThere && noData !== null) {
    return { kind: 'value', value: noData, samples: samplesOf(error) };
  }
  const samples = error.samples === null ? {} : { samples: samplesOf(error) };
  return { kind: 'error', silent: error.silent, detail: error.message, ...samples };
}

function samplesOf({ samples }: Unmeasured): number | null {
  return typeof samples === 'number' ? samples : null;
}

/** One source, in its own unit. Throws `Unmeasured`. */
async function ask(metric: Metric, sweep: Sweep & { readonly counting: boolean }): Promise<Measured> {
  const { source } = metric;
  const { pages, now } = sweep;
  switch (source.kind) {
    case 'probe':
      return probe(source, pages);
    case 'json': {
      const answer = expectSuccess(await pages.get(source));
      const value = readJson(answer, source, { unit: metric.unit, now });
      return { outcome: { kind: 'value', value, samples: null }, latencyMs: answer.latencyMs };
    }
    case 'scrape': {
      const { page, latencyMs } = await pages.exposition(source);
      const scraped = readScrape(page, { ...sweep, metric, source });
      if (scraped.kind === 'warming-up') return { outcome: scraped, latencyMs };
      return { outcome: { ...scraped, value: inUnit(metric, scraped.value, now) }, latencyMs };
    }
    case 'prometheus': {
      const { value, latencyMs } = await readPrometheus(source, pages, now);
      return { outcome: { kind: 'value', value: inUnit(metric, value, now), samples: null }, latencyMs };
    }
  }
}

/** An age is delivered as the moment it counts from. */
function inUnit({ unit, title }: Metric, value: number, now: Instant): number {
  return unit === 'age' ? ageOf(value, now, title) : value;
}

/** Throws `Unmeasured` for NaN and infinity, which JSON could not even carry. */
function inBaseUnit(metric: Metric, { outcome, latencyMs }: Measured): Measured {
  if (outcome.kind !== 'value') return { outcome, latencyMs };
  const value = toBase(outcome.value, metric.unit);
  if (!Number.isFinite(value)) throw new Unmeasured(`the source says ${outcome.value}`);
  return { outcome: { ...outcome, value }, latencyMs };
}

/** `minSamples` has a source of its own: without its answer nobody knows what the value rests on. */
async function withSamples(metric: Metric, outcome: SampleOutcome, sweep: Sweep): Promise<SampleOutcome> {
  if (!metric.minSamples || outcome.kind === 'probe') return outcome;
  const counter: Metric = { ...metric, name: `${metric.name} samples`, unit: 'count', noData: 0 };
  const { outcome: counted } = await measure({ ...counter, source: metric.minSamples.source }, sweep, true);
  // Counted even where there is nothing to count for, so that both look back on the same stretch.
  const countable = outcome.kind === 'value' || (outcome.kind === 'error' && outcome.samples !== undefined);
  if (!countable) return outcome;
  if (counted.kind === 'value') return { ...outcome, samples: counted.samples ?? counted.value };
  if (counted.kind === 'error') return { ...counted, detail: `its samples: ${counted.detail}` };
  return counted.kind === 'warming-up' ? counted : outcome;
}

function sayQuery(source: Source): string {
  switch (source.kind) {
    case 'json':
      return `GET ${source.url} ${source.pointer}`;
    case 'scrape':
      return `GET ${source.url} ${sayScrape(source)}`;
    case 'probe':
      return `GET ${source.urls.join(source.mode === 'all' ? ', ' : ' or ')}`;
    case 'prometheus':
      return source.query;
  }
}
