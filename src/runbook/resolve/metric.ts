import type { Condition, Limit, Metric, Unit } from '#src/domain/runbook/model/metric.ts';
import type { ProductFact } from '#src/domain/runbook/model/product.ts';
import { type ReadAmount, readAmount } from '#src/domain/runbook/units.ts';
import type { ConditionText, LimitText, MetricText, ProductFactText } from '../schema/metric.ts';
import type { Path } from '../yaml/node.ts';
import { type Budget, isTimesBudget, timesBudget } from './budget.ts';
import { type Context, ms, msOrNull, tell } from './context.ts';
import { type PrometheusText, type SourceText, sourceOf } from './source.ts';

const INTERVAL_MS = 15_000;
const ERRORS_IN_A_ROW = 4;
const INCONCLUSIVE_IN_A_ROW = 8;

/** `told`: a budget that could not be had, and that is told where it stands. */
type Judged = { readonly unit: Unit; readonly budget?: Budget | 'told' | undefined };

type MetricParts = {
  readonly name: string;
  readonly text: MetricText;
  readonly budget: Judged['budget'];
  readonly prometheus: PrometheusText;
};

export function metricOf(context: Context, path: Path, { name, text, budget, prometheus }: MetricParts): Metric {
  const isProbe = 'probe' in text;
  if (!text.unit && !isProbe) {
    tell(context, path, {
      message: `the metric "${name}" has no unit`,
      hint: 'write what its source delivers: s, ms, ratio, percent, count, °C or age',
    });
  }
  const unit: Unit = text.unit ?? 'count';
  const judged: Judged = { unit, budget };
  const pass = text.pass && amount(context, [...path, 'pass', 'below'], text.pass.below, judged);
  return {
    name,
    title: text.title ?? name.replaceAll('-', ' '),
    source: sourceOf(context, path, text as SourceText, prometheus),
    unit,
    intervalMs: text.interval === undefined ? INTERVAL_MS : ms(text.interval),
    minSamples: text.minSamples
      ? {
          source: sourceOf(context, [...path, 'minSamples'], text.minSamples as SourceText, prometheus),
          min: text.minSamples.min,
        }
      : null,
    pass: pass ? { below: pass.value, text: pass.text } : null,
    limits: limitsOf(context, path, text, judged),
    shadow: text.shadow ?? false,
    consecutiveErrorLimit: text.consecutiveErrorLimit ?? ERRORS_IN_A_ROW,
    inconclusiveLimit: text.inconclusiveLimit ?? INCONCLUSIVE_IN_A_ROW,
    noData: text.noData ?? null,
  };
}

function limitsOf(context: Context, path: Path, text: MetricText, judged: Judged): readonly Limit[] {
  if (text.limits === 'none') return [];
  if (!text.limits) {
    const hint = 'write limits: [{ above: ..., action: pause }], or limits: none if it is only shown';
    tell(context, path, { message: 'the metric has no limits', hint });
    return [];
  }
  return text.limits.flatMap((limit: LimitText, index) => {
    const condition = conditionOf(context, [...path, 'limits', index], limit, judged);
    return condition ? [{ condition, forMs: msOrNull(limit.for), action: limit.action }] : [];
  });
}

/** Reads the one comparison of a limit or trigger and converts it to the metric's base unit. */
export function conditionOf(context: Context, path: Path, text: ConditionText, judged: Judged): Condition | undefined {
  const given = (['above', 'below', 'failures', 'failing'] as const).filter(key => text[key] !== undefined);
  const [kind] = given;
  if (!kind || given.length > 1) {
    const message = kind ? `a condition is one of ${given.join(' and ')}` : 'the condition compares nothing';
    tell(context, path, { message, hint: 'write one of above, below, failures or failing: true' });
    return undefined;
  }
  if (kind === 'failing') return { kind };
  if (kind === 'failures') return { kind, count: text.failures ?? 1 };
  const read = amount(context, [...path, kind], text[kind] ?? '', judged);
  return read && { kind, value: read.value, text: read.text };
}

/** An amount in the metric's base unit; a wrong one is told. */
export function amount(
  context: Context,
  path: Path,
  came: string | number,
  { unit, budget }: Judged,
): Extract<ReadAmount, { ok: true }> | undefined {
  if (isTimesBudget(came) && budget === 'told') return undefined;
  const read = readTimes(String(came), budget) ?? readAmount(came, unit);
  if (read.ok) return read;
  tell(context, path, { message: read.problem, hint: read.hint });
  return undefined;
}

/** `budget x 1.2` keeps its words, because the figure alone would not say whose limit it is. */
function readTimes(came: string, budget: Judged['budget']): ReadAmount | undefined {
  if (!isTimesBudget(came) || budget === 'told') return undefined;
  const read = timesBudget(came, budget);
  return read.ok ? { ...read, text: came.trim() } : read;
}

export function productFactOf(
  context: Context,
  path: Path,
  { text, prometheus }: { readonly text: ProductFactText; readonly prometheus: PrometheusText },
): ProductFact {
  if ('ask' in text) return { kind: 'asked', ask: text.ask, role: text.role };
  if ('earlier' in text) {
    const inputs = Object.entries(text.earlier).map(([name, value]) => [name, String(value)]);
    return { kind: 'earlier', inputs: Object.fromEntries(inputs) };
  }
  return {
    kind: 'measured',
    source: sourceOf(context, path, text as SourceText, prometheus),
    unit: text.unit ?? 'count',
  };
}
