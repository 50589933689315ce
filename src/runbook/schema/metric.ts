import { z } from 'zod';
import { oneOf } from './one-of.ts';
import {
  Amount,
  Duration,
  describe,
  expected,
  HeaderMap,
  HINT,
  Id,
  JsonScalar,
  Pointer,
  Positive,
  Text,
} from './words.ts';

/** Where a figure comes from, and how it is judged. */

export const UNITS = ['s', 'ms', 'ratio', 'percent', 'count', '°C', 'age'] as const;
export const ACTIONS = ['warn', 'incident', 'pause', 'ask-rollback', 'rollback'] as const;

/** `{ status: 200, /ok: true }`, or the status alone. */
export const Expect = z.union(
  [
    z.int().min(100).max(599),
    z
      .object({ status: z.int().min(100).max(599).optional() })
      .catchall(JsonScalar)
      .check(({ value, issues }) => {
        for (const key of Object.keys(value).filter(one => one !== 'status' && !one.startsWith('/')))
          issues.push({ code: 'custom', input: value, path: [key], message: noPointer(key) });
      }),
  ],
  {
    error: iss =>
      typeof iss.input === 'object' ? undefined : expected('an answer', iss.input, '200 or { status: 200, /ok: true }'),
  },
);

function noPointer(key: string): string {
  return `"${key}" is neither status nor a JSON pointer${HINT}write status, or a pointer such as "/${key}"`;
}

/** Equal to the label's value, or after `~` a regular expression over the whole of it. */
const Label = z.string().refine(text => !text.startsWith('~') || isPattern(text.slice(1)), {
  error: iss => `${describe(iss.input)} is no regular expression behind its ~${HINT}check its brackets`,
});
const Labels = z.record(z.string(), z.union([Label, z.number()]));

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const Selector = z.union([Text, z.strictObject({ metric: Text, where: Labels.optional() })]);

const JsonSource = z.strictObject({ url: Text, pointer: Pointer, headers: HeaderMap.optional() });
const scrape = { url: Text, headers: HeaderMap.optional(), where: Labels.optional(), window: Duration.optional() };
const ScrapeSource = oneOf('a scrape', scrape, {
  histogram: z.strictObject({ ...scrape, histogram: Text, quantile: z.number().min(0).max(1) }),
  rate: z.strictObject({ ...scrape, rate: Text }),
  ratio: z.strictObject({ ...scrape, ratio: z.strictObject({ of: Selector, to: Selector }) }),
  gauge: z.strictObject({ ...scrape, gauge: Text }),
  counter: z.strictObject({ ...scrape, counter: Text }),
});
const ProbeSource = z.union([Text, z.array(Text).min(1), z.strictObject({ first: z.array(Text).min(1) })]);

const MinSamples = oneOf(
  'minSamples',
  { min: Positive },
  {
    prometheus: z.strictObject({ min: Positive, prometheus: Text }),
    json: z.strictObject({ min: Positive, json: JsonSource }),
    scrape: z.strictObject({ min: Positive, scrape: ScrapeSource }),
  },
);

const condition = {
  above: Amount.optional(),
  below: Amount.optional(),
  failures: Positive.optional(),
  failing: z.literal(true).optional(),
  for: Duration.optional(),
};

/** In `rollback.when`, `suggest`, `alerts`. */
export const Condition = z.strictObject({ metric: Id, ...condition });
export const Limit = z.strictObject({ ...condition, action: z.enum(ACTIONS) });
export type LimitText = z.infer<typeof Limit>;
export type ConditionText = Omit<LimitText, 'action'>;

const metric = {
  title: Text.optional(),
  unit: z.enum(UNITS).optional(),
  interval: Duration.optional(),
  minSamples: MinSamples.optional(),
  pass: z.strictObject({ below: Amount }).optional(),
  limits: z.union([z.array(Limit).min(1), z.literal('none')]).optional(),
  budget: z.strictObject({ file: Text, pointer: Pointer, unit: z.enum(UNITS) }).optional(),
  shadow: z.boolean().optional(),
  consecutiveErrorLimit: Positive.optional(),
  inconclusiveLimit: Positive.optional(),
  noData: z.number().optional(),
};

export const Metric = oneOf('a metric', metric, {
  prometheus: z.strictObject({ ...metric, prometheus: Text }),
  json: z.strictObject({ ...metric, json: JsonSource }),
  scrape: z.strictObject({ ...metric, scrape: ScrapeSource }),
  probe: z.strictObject({ ...metric, probe: ProbeSource, expect: Expect.optional(), headers: HeaderMap.optional() }),
});
export type MetricText = z.infer<typeof Metric>;

const fact = { unit: z.enum(UNITS).optional() };
export const ProductFact = oneOf(
  'a fact',
  { ...fact, role: Id, expect: Expect },
  {
    json: z.strictObject({ ...fact, json: JsonSource }),
    scrape: z.strictObject({ ...fact, scrape: ScrapeSource }),
    prometheus: z.strictObject({ ...fact, prometheus: Text }),
    probe: z.strictObject({ ...fact, probe: ProbeSource, expect: Expect.optional(), headers: HeaderMap.optional() }),
    ask: z.strictObject({ ask: Text, role: Id }),
    earlier: z.strictObject({ earlier: z.record(Id, z.union([z.string(), z.number()])) }),
  },
);
export type ProductFactText = z.infer<typeof ProductFact>;
export type ScrapeText = z.infer<typeof ScrapeSource>;
export type ExpectText = z.infer<typeof Expect>;
