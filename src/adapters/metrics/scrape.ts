import { type Instant, MINUTE, SECOND, sayDuration } from '#src/base/time.ts';
import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import { toBase } from '#src/domain/runbook/units.ts';
import type { Exposition, Series } from './exposition.ts';
import { boundOf, labelKey } from './label-key.ts';
import { quantileOf } from './quantile.ts';
import { isKnown, saySelector, select, type Where } from './select.ts';
import { NothingThere, Unmeasured } from './unmeasured.ts';
import type { Growth, Windows } from './windows.ts';

export type ScrapeSource = Source & { readonly kind: 'scrape' };

/** `value`: as the source delivers it. `warming-up`: a counter needs a second reading. */
export type Scraped =
  | { readonly kind: 'value'; readonly value: number; readonly samples: number | null }
  | { readonly kind: 'warming-up' };

export type ScrapeContext = {
  readonly metric: Pick<Metric, 'name' | 'unit' | 'intervalMs' | 'limits'>;
  readonly source: ScrapeSource;
  /** Names the series of readings. */
  readonly window: string;
  readonly windows: Windows;
  readonly now: Instant;
  /** For `minSamples`: a counter answers how much it grew in the window, not how fast or since ever. */
  readonly counting?: boolean;
};

/** Prometheus looks no further back either. */
const STALE_MS = 5 * MINUTE;

/** Takes one metric out of a page. Throws `Unmeasured` when there is no honest value. */
export function readScrape(page: Exposition, context: ScrapeContext): Scraped {
  const { read, where } = context.source;
  switch (read.kind) {
    case 'gauge':
      return { kind: 'value', value: theOne(read.gauge, fresh(page, context, read.gauge, where)).value, samples: null };
    case 'counter':
      if (context.counting) return readIncrease(page, context, read.counter);
      return {
        kind: 'value',
        value: sumOf(some(read.counter, fresh(page, context, read.counter, where))),
        samples: null,
      };
    case 'rate':
      return context.counting ? readIncrease(page, context, read.counter) : readRate(page, context, read.counter);
    case 'ratio':
      return readRatio(page, context, read);
    case 'quantile':
      return readQuantile(page, context, read);
  }
}

/** What is read, as an auditor would ask for it. */
export function sayScrape({ read, where, windowMs }: ScrapeSource): string {
  const over = `over ${sayDuration(windowMs)}`;
  switch (read.kind) {
    case 'gauge':
      return saySelector(read.gauge, where);
    case 'counter':
      return `sum(${saySelector(read.counter, where)})`;
    case 'rate':
      return `rate(${saySelector(read.counter, where)}) ${over}`;
    case 'ratio': {
      const [of, to] = [read.of, read.to].map(one => saySelector(one.metric, { ...where, ...one.where }));
      return `increase(${of}) / increase(${to}) ${over}`;
    }
    case 'quantile':
      return `histogram_quantile(${read.quantile}, ${saySelector(`${read.histogram}_bucket`, where)}) ${over}`;
  }
}

type Read<K> = ScrapeSource['read'] & { readonly kind: K };

function readRate(page: Exposition, context: ScrapeContext, counter: string): Scraped {
  const growth = growthOf(page, context, counter);
  if (!growth) return { kind: 'warming-up' };
  return { kind: 'value', value: sum(growth.by.values()) / (growth.overMs / SECOND), samples: null };
}

function readIncrease(page: Exposition, context: ScrapeContext, counter: string): Scraped {
  const growth = growthOf(page, context, counter);
  return growth ? { kind: 'value', value: sum(growth.by.values()), samples: null } : { kind: 'warming-up' };
}

function growthOf(page: Exposition, context: ScrapeContext, counter: string): Growth | null {
  return grown(context, countersOf(some(counter, fresh(page, context, counter, context.source.where))));
}

/** What is counted by `of` may not have happened yet; what is counted by `to` must have. */
function readRatio(page: Exposition, context: ScrapeContext, { of, to }: Read<'ratio'>): Scraped {
  const { where } = context.source;
  const whole = some(to.metric, fresh(page, context, to.metric, { ...where, ...to.where }));
  const part = fresh(page, context, of.metric, { ...where, ...of.where });
  // One window for both, or they could look back on stretches of different length.
  const growth = grown(context, new Map([...countersOf(part, 'of'), ...countersOf(whole, 'to')]));
  if (!growth) return { kind: 'warming-up' };
  const grownBy = (side: string) => sum([...growth.by].filter(([key]) => key.startsWith(side)).map(([, by]) => by));
  const samples = grownBy('to');
  if (samples === 0) throw new NothingThere(`${to.metric} did not grow in the window`, { samples: 0 });
  return { kind: 'value', value: grownBy('of') / samples, samples };
}

function readQuantile(page: Exposition, context: ScrapeContext, { histogram, quantile }: Read<'quantile'>): Scraped {
  const name = `${histogram}_bucket`;
  const growth = growthOf(page, context, name);
  if (!growth) return { kind: 'warming-up' };
  const counts = new Map<number, number>();
  for (const [labels, count] of growth.by) {
    const le = boundOf(labels);
    counts.set(le, (counts.get(le) ?? 0) + count);
  }
  const samples = counts.get(Number.POSITIVE_INFINITY) ?? 0;
  const found = quantileOf(
    [...counts].map(([le, count]) => ({ le, count })),
    quantile,
  );
  if (found.kind === 'none') throw new NothingThere(found.why, samples === 0 ? { samples } : {});
  if (found.kind === 'at-least') refuseUnseen(context.metric, found.value);
  return { kind: 'value', value: found.value, samples };
}

/**
 * Beyond the last bucket the true value may be anything. It is still surely over a limit below that bucket; where no
 * limit is, a pass would be made up.
 */
function refuseUnseen({ unit, limits }: ScrapeContext['metric'], highest: number): void {
  const surelyOver = limits.some(
    ({ condition }) => condition.kind === 'above' && toBase(highest, unit) > condition.value,
  );
  if (!surelyOver) throw new Unmeasured(`it lies beyond the last bucket of the histogram (${highest})`);
}

function grown({ metric, source, window, windows, now }: ScrapeContext, counters: Counters): Growth | null {
  const key = JSON.stringify([window, metric.name, source.url, sayScrape(source)]);
  return windows.grown(key, { at: now, windowMs: source.windowMs, intervalMs: metric.intervalMs, counters });
}

type Counters = ReadonlyMap<string, number>;

function countersOf(series: readonly Series[], side = ''): Counters {
  const counters = new Map<string, number>();
  for (const one of series) {
    const key = side + labelKey(one);
    if (counters.has(key)) throw new Unmeasured(`the page has the series ${key} twice`);
    counters.set(key, one.value);
  }
  return counters;
}

function fresh(page: Exposition, { now }: ScrapeContext, name: string, where: Where): readonly Series[] {
  if (!isKnown(page, name)) throw new NothingThere(`the page has no ${name}`);
  const series = select(page, name, where);
  const oldest = Math.min(...series.map(one => one.at ?? now));
  if (now - oldest > STALE_MS) throw new Unmeasured(`${name} is stale: measured ${sayDuration(now - oldest)} ago`);
  return series;
}

function some(name: string, series: readonly Series[]): readonly Series[] {
  if (series.length === 0) throw new NothingThere(`the page has no such series of ${name}`);
  return series;
}

function theOne(name: string, series: readonly Series[]): Series {
  const [one] = some(name, series);
  if (!one || series.length > 1) throw new Unmeasured(`${series.length} series of ${name} where one is expected`);
  return one;
}

function sumOf(series: readonly Series[]): number {
  return sum(series.map(one => one.value));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
