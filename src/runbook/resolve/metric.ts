import type { Condition, Limit, Metric, Unit } from '#src/domain/runbook/model/metric.ts';
import type { ProductFact } from '#src/domain/runbook/model/product.ts';
import { type ReadAmount, readAmount } from '#src/domain/runbook/units.ts';
import type { ConditionText, LimitText, MetricText, ProductFactText } from '../schema/metric.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, ms, msOrNull, notYet, tell } from './context.ts';
import { type SourceText, sourceOf } from './source.ts';

const INTERVAL_MS = 15_000;
const ERRORS_IN_A_ROW = 4;
const INCONCLUSIVE_IN_A_ROW = 8;

export function metricOf(context: Context, path: Path, name: string, text: MetricText): Metric {
  const isProbe = 'probe' in text;
  if (!text.unit && !isProbe) {
    tell(context, path, {
      message: `the metric "${name}" has no unit`,
      hint: 'write what its source delivers: s, ms, ratio, percent, count, °C or age',
    });
  }
  const unit: Unit = text.unit ?? 'count';
  if (text.budget) notYet(context, [...path, 'budget'], 'budget', usesBudget(text) ? 'error' : 'warning');
  const pass = text.pass && amount(context, [...path, 'pass', 'below'], text.pass.below, unit);
  return {
    name,
    title: text.title ?? name.replaceAll('-', ' '),
    source: sourceOf(context, path, text as SourceText),
    unit,
    intervalMs: text.interval === undefined ? INTERVAL_MS : ms(text.interval),
    minSamples: text.minSamples
      ? { source: sourceOf(context, [...path, 'minSamples'], text.minSamples as SourceText), min: text.minSamples.min }
      : null,
    pass: pass ? { below: pass.value, text: pass.text } : null,
    limits: limitsOf(context, path, text, unit),
    shadow: text.shadow ?? false,
    consecutiveErrorLimit: text.consecutiveErrorLimit ?? ERRORS_IN_A_ROW,
    inconclusiveLimit: text.inconclusiveLimit ?? INCONCLUSIVE_IN_A_ROW,
    noData: text.noData ?? null,
  };
}

function limitsOf(context: Context, path: Path, text: MetricText, unit: Unit): readonly Limit[] {
  if (text.limits === 'none') return [];
  if (!text.limits) {
    const hint = 'write limits: [{ above: ..., action: pause }], or limits: none if it is only shown';
    tell(context, path, { message: 'the metric has no limits', hint });
    return [];
  }
  return text.limits.flatMap((limit: LimitText, index) => {
    const condition = conditionOf(context, [...path, 'limits', index], limit, unit);
    return condition ? [{ condition, forMs: msOrNull(limit.for), action: limit.action }] : [];
  });
}

/** Reads the one comparison of a limit or trigger and converts it to the metric's base unit. */
export function conditionOf(context: Context, path: Path, text: ConditionText, unit: Unit): Condition | undefined {
  const given = (['above', 'below', 'failures', 'failing'] as const).filter(key => text[key] !== undefined);
  const [kind] = given;
  if (!kind || given.length > 1) {
    const message = kind ? `a condition is one of ${given.join(' and ')}` : 'the condition compares nothing';
    tell(context, path, { message, hint: 'write one of above, below, failures or failing: true' });
    return undefined;
  }
  if (kind === 'failing') return { kind };
  if (kind === 'failures') return { kind, count: text.failures ?? 1 };
  const read = amount(context, [...path, kind], text[kind] ?? '', unit);
  return read && { kind, value: read.value, text: read.text };
}

/** An amount in the metric's base unit; a wrong one is told. */
export function amount(
  context: Context,
  path: Path,
  came: string | number,
  unit: Unit,
): Extract<ReadAmount, { ok: true }> | undefined {
  if (/^budget\b/.test(String(came))) {
    notYet(context, path, 'a limit by budget', 'error');
    return undefined;
  }
  const read = readAmount(came, unit);
  if (read.ok) return read;
  tell(context, path, { message: read.problem, hint: read.hint });
  return undefined;
}

function usesBudget(text: MetricText): boolean {
  return JSON.stringify(text.limits ?? '').includes('budget');
}

export function productFactOf(context: Context, path: Path, text: ProductFactText): ProductFact {
  if ('ask' in text) return { kind: 'asked', ask: text.ask, role: text.role };
  if ('earlier' in text) {
    const inputs = Object.entries(text.earlier).map(([name, value]) => [name, String(value)]);
    return { kind: 'earlier', inputs: Object.fromEntries(inputs) };
  }
  return { kind: 'measured', source: sourceOf(context, path, text as SourceText), unit: text.unit ?? 'count' };
}
