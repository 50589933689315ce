import type { Product } from '#src/domain/runbook/model/product.ts';
import type { CompareLimit, StepVerb } from '#src/domain/runbook/model/step.ts';
import { baseOf } from '#src/domain/runbook/units.ts';
import type { CompareText, StepText } from '../schema/step.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, tell } from './context.ts';
import { amount } from './metric.ts';

type StepsCompare = Extract<StepText, { compare: unknown }>['compare'];

/** What a step compares with its snapshot, in the base units of the metrics. */
export function compareOf(context: Context, path: Path, text: StepsCompare, product: Product): StepVerb {
  const { with: snapshot, ...limits } = text as { with: string } & { [metric: string]: CompareText };
  const read = Object.entries(limits as { [metric: string]: CompareText }).flatMap(([name, limit]) => {
    const one = compareLimit(context, [...path, name], limit, product.metrics[name]?.unit ?? 'count');
    return one ? [[name, one] as const] : [];
  });
  if (read.length === 0)
    tell(context, path, { message: 'nothing is compared', hint: 'add a metric, for example p95: { max: "+10%" }' });
  return { verb: 'compare', with: snapshot, limits: Object.fromEntries(read) };
}

type MetricUnit = Product['metrics'][string]['unit'];

function compareLimit(context: Context, path: Path, text: CompareText, unit: MetricUnit): CompareLimit | undefined {
  const floor = text.floor === undefined ? null : amount(context, [...path, 'floor'], text.floor, { unit });
  const [, digits, rest] = /^\+(\d+(?:\.\d+)?)(.*)$/.exec(String(text.max)) ?? [];
  if (digits === undefined || floor === undefined) {
    if (digits === undefined)
      tell(context, [...path, 'max'], {
        message: `"${text.max}" is no increase`,
        hint: 'write for example "+10%" or "+5ms", in quotes',
      });
    return undefined;
  }
  const bound = floor && { value: floor.value, text: floor.text };
  if (rest === '%')
    return { max: { kind: 'relative', value: Number(digits) / 100, text: String(text.max) }, floor: bound };
  if (baseOf(unit) === 'ratio') {
    tell(context, [...path, 'max'], {
      message: `"${text.max}" is no increase of a ratio`,
      hint: 'write for example "+10%"',
    });
    return undefined;
  }
  const more = amount(context, [...path, 'max'], `${digits}${rest}`, { unit });
  return more && { max: { kind: 'absolute', value: more.value, text: String(text.max) }, floor: bound };
}
