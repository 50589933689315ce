import type { Selector, Source } from '#src/domain/runbook/model/metric.ts';
import type { HttpExpectation } from '#src/domain/runbook/model/step.ts';
import type { ExpectText, ScrapeText } from '../schema/metric.ts';
import type { ProductText } from '../schema/product.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, listOf, ms, tell } from './context.ts';

const WINDOW_MS = 60_000;
/** Stands in for a source that was told about: the file does not load with it. */
const NOWHERE: Source = { kind: 'json', url: '', pointer: '', headers: {} };

type ProbeText = string | string[] | { first: string[] };
export type SourceText = {
  readonly json?: { url: string; pointer: string; headers?: { [name: string]: string } | undefined };
  readonly scrape?: ScrapeText;
  readonly probe?: ProbeText;
  readonly prometheus?: string;
  readonly expect?: ExpectText | undefined;
  readonly headers?: { [name: string]: string } | undefined;
};
/** The product's Prometheus; undefined: it names none. */
export type PrometheusText = ProductText['prometheus'];

export function sourceOf(context: Context, path: Path, text: SourceText, prometheus: PrometheusText): Source {
  if (text.json)
    return { kind: 'json', url: text.json.url, pointer: text.json.pointer, headers: text.json.headers ?? {} };
  if (text.scrape) return scrapeOf(text.scrape);
  if (text.probe !== undefined) return probeOf(text.probe, text);
  if (text.prometheus === undefined) return NOWHERE;
  if (prometheus)
    return { kind: 'prometheus', url: prometheus.url, headers: prometheus.headers ?? {}, query: text.prometheus };
  const hint = 'add prometheus: { url: "http://prometheus:9090" } to product.yml';
  tell(context, [...path, 'prometheus'], { message: 'the product does not say where its Prometheus is', hint });
  return NOWHERE;
}

function probeOf(probe: ProbeText, text: SourceText): Source {
  const first = typeof probe === 'object' && !Array.isArray(probe);
  const urls = first ? probe.first : listOf(probe);
  const mode = first ? 'first' : 'all';
  return { kind: 'probe', urls, mode, headers: text.headers ?? {}, expect: expectationOf(text.expect, 200) };
}

function scrapeOf(text: ScrapeText): Source {
  const where = labels(text.where);
  const windowMs = text.window === undefined ? WINDOW_MS : ms(text.window);
  const read = (() => {
    if ('histogram' in text) return { kind: 'quantile', histogram: text.histogram, quantile: text.quantile } as const;
    if ('rate' in text) return { kind: 'rate', counter: text.rate } as const;
    if ('ratio' in text) return { kind: 'ratio', of: selector(text.ratio.of), to: selector(text.ratio.to) } as const;
    if ('gauge' in text) return { kind: 'gauge', gauge: text.gauge } as const;
    return { kind: 'counter', counter: text.counter } as const;
  })();
  return { kind: 'scrape', url: text.url, headers: text.headers ?? {}, read, where, windowMs };
}

type SelectorText = string | { metric: string; where?: { [label: string]: string | number } | undefined };

function selector(text: SelectorText): Selector {
  return typeof text === 'string' ? { metric: text, where: {} } : { metric: text.metric, where: labels(text.where) };
}

function labels(where: { [label: string]: string | number } | undefined): { readonly [label: string]: string } {
  return Object.fromEntries(Object.entries(where ?? {}).map(([label, value]) => [label, String(value)]));
}

/** `200`, or `{ status: 200, /ok: true }`. `otherwise`: the status where none is written; null is any 2xx. */
export function expectationOf(text: ExpectText | undefined, otherwise: number | null): HttpExpectation {
  if (text === undefined) return { status: otherwise, pointers: {} };
  if (typeof text === 'number') return { status: text, pointers: {} };
  const { status, ...pointers } = text;
  return { status: status ?? otherwise, pointers: pointers as HttpExpectation['pointers'] };
}
