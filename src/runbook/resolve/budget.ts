import { atPointer } from '#src/base/json.ts';
import type { Unit } from '#src/domain/runbook/model/metric.ts';
import { baseOf, toBase } from '#src/domain/runbook/units.ts';
import { type PolicyFile, readPolicy } from '../policy/read-policy.ts';
import { isInside } from '../policy/wanted.ts';
import type { MetricText } from '../schema/metric.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, tell } from './context.ts';

/** A metric's entry in a limits file, in the metric's base unit. */
export type Budget = { readonly value: number };
/** By the metric's name. `told`: there is one and it cannot be had, which has been told already. */
export type Budgets = ReadonlyMap<string, Budget | 'told'>;

/** Texts of limits files by the name `budget.file` calls them by. */
export type Policies = { readonly [file: string]: PolicyFile };

const TIMES = /^budget(?:\s*[x×*]\s*(\d+(?:\.\d+)?))?$/;

export type ReadTimes =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

export function isTimesBudget(came: string | number): boolean {
  return /^budget\b/.test(String(came));
}

/** `budget x 1.2` of this budget. */
export function timesBudget(came: string, budget: Budget | undefined): ReadTimes {
  const [found, times = '1'] = TIMES.exec(came.trim()) ?? [];
  if (found === undefined)
    return {
      ok: false,
      problem: `"${came}" is no part of a budget`,
      hint: 'write budget, or for example budget x 1.2',
    };
  if (budget === undefined) {
    const hint = 'add budget: { file, pointer, unit } to the metric, or write the limit itself';
    return { ok: false, problem: 'the metric has no budget', hint };
  }
  // 0.1 x 3 is 0.3, not 0.30000000000000004: the value is shown to people.
  return { ok: true, value: Number((budget.value * Number(times)).toPrecision(12)) };
}

type Wanted = { readonly text: MetricText; readonly unit: Unit; readonly policies: Policies };

/** Looks a metric's budget up; what is wrong with it is told at its key. */
export function budgetOf(context: Context, path: Path, { text, unit, policies }: Wanted): Budget | 'told' | undefined {
  const { budget } = text;
  if (!budget) return undefined;
  const wrong = (key: string, message: string, hint: string): 'told' => {
    tell(context, [...path, 'budget', key], { message, hint });
    return 'told';
  };
  const { file, pointer } = budget;
  if (!isInside(file))
    return wrong('file', `"${file}" leads out of the repository`, 'name a file below repository.path');
  if (baseOf(budget.unit) !== baseOf(unit))
    return wrong('unit', `a budget in ${budget.unit} for a metric in ${unit}`, 'give both a unit of the same kind');
  const found = policies[file];
  if (!found) {
    const hint = 'name it as it stands below repository.path, or put it beside product.yml';
    return wrong('file', `the budget file "${file}" is not there or cannot be read`, hint);
  }
  const read = readPolicy(found);
  if (!read.ok) return wrong('file', `"${file}" ${read.problem}`, 'mend that file');
  const value = atPointer(read.content, pointer);
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return { value: toBase(value, budget.unit) };
  const came = value === undefined ? 'nothing' : JSON.stringify(value);
  return wrong('pointer', `at ${pointer} of "${file}" stands ${came}, no limit`, 'point to a number above 0');
}
