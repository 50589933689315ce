import { assert } from '#src/base/assert.ts';
import { HOUR } from '#src/base/time.ts';
import type { Cadence, Escalation, Grade, PostmortemDue, Suggestion } from '#src/domain/runbook/model/incident.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { EscalationText, SeverityText } from '../schema/duty.ts';
import type { ProductText } from '../schema/product.ts';
import type { Path } from '../yaml/node.ts';
import type { Budgets } from './budget.ts';
import { type Context, listOf, ms, msOrNull, tell } from './context.ts';
import { conditionOf } from './metric.ts';

/** Who is called when, from the product's file: its grades, highest first, and who is paged when nothing happens. */
export type Duty = { readonly grades: readonly Grade[]; readonly escalation: readonly Escalation[] };

export type Measured = { readonly metrics: { readonly [name: string]: Metric }; readonly budgets: Budgets };

export function dutyOf(context: Context, text: ProductText, measured: Measured): Duty {
  const grades = Object.entries(text.severities ?? {});
  return {
    grades: grades.map(([name, one]) => gradeOf(context, ['severities', name], { name, text: one, measured })),
    escalation: (text.escalation ?? []).map(escalationOf),
  };
}

type GradeParts = { readonly name: string; readonly text: SeverityText; readonly measured: Measured };

function gradeOf(context: Context, path: Path, { name, text, measured }: GradeParts): Grade {
  return {
    name,
    title: text.title ?? name,
    criteria: text.criteria,
    suggest: (text.suggest ?? []).flatMap((one, index) => {
      return suggestionOf(context, [...path, 'suggest', index], one, measured) ?? [];
    }),
    page: text.page ?? false,
    calls: text.calls ?? [],
    channel: text.channel ?? null,
    cadence: text.cadence === undefined ? null : cadenceOf(context, [...path, 'cadence'], text.cadence),
    actions: text.actions ?? [],
    first: text.first ?? null,
    holdsReleases: text.holdsReleases ?? false,
    postmortem: text.postmortem === undefined ? null : dueOf(text.postmortem),
  };
}

type ConditionText = NonNullable<SeverityText['suggest']>[number];

function suggestionOf(context: Context, path: Path, text: ConditionText, measured: Measured): Suggestion | undefined {
  const unit = measured.metrics[text.metric]?.unit ?? 'count';
  const judged = { unit, budget: measured.budgets.get(text.metric) };
  // A metric nobody has is told by its name; its unit cannot be known.
  if (!Object.hasOwn(measured.metrics, text.metric))
    return { metric: text.metric, condition: { kind: 'failing' }, forMs: null };
  const condition = conditionOf(context, path, text, judged);
  return condition && { metric: text.metric, condition, forMs: msOrNull(text.for) };
}

/** `10m` is missed when the next one is due as well; `20m-30m` is due at 20 and missed at 30. */
function cadenceOf(context: Context, path: Path, text: string): Cadence {
  const [due = '', missed] = text.split('-');
  const dueMs = ms(due);
  const missedMs = missed === undefined ? 2 * dueMs : ms(missed);
  if (missedMs <= dueMs)
    tell(context, path, {
      message: `${text} is missed before it is due`,
      hint: 'write the shorter time first, for example 20m-30m',
    });
  return { dueMs, missedMs, text };
}

/** `48h` and `5d` are elapsed; of `3 working days` the day itself is not counted. */
function dueOf(text: string): PostmortemDue {
  const [, count, unit] = /^(\d+)(.*)$/.exec(text) ?? [];
  assert(count !== undefined, `the schema let "${text}" pass as a time a postmortem is due`);
  if (unit?.includes('working')) return { kind: 'working-days', amount: Number(count), text };
  return { kind: 'elapsed', amount: unit === 'd' ? Number(count) * 24 * HOUR : Number(count) * HOUR, text };
}

function escalationOf(text: EscalationText): Escalation {
  return { afterMs: ms(text.after), without: text.without, page: listOf(text.page), grades: text.only ?? [] };
}
