import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Moment, ReleaseType, Rollback, SuccessLine } from '#src/domain/runbook/model/release.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Input } from '#src/domain/runbook/model/terms.ts';
import type { ReleaseText, TypeText } from '../schema/release.ts';
import type { Budgets } from './budget.ts';
import { type Context, factsOf, listOf, msOrNull, offFor, onlyFor, whenOf } from './context.ts';
import type { Duty } from './duty.ts';
import { inputOf } from './input.ts';
import { conditionOf } from './metric.ts';
import { checkpointOf, type Inside, phaseOf } from './phase.ts';
import { standstillRules } from './standstill.ts';
import { stepsOf } from './step.ts';

type Given = {
  readonly product: Product;
  readonly budgets: Budgets;
  readonly duty: Duty;
  readonly typeName: string;
  readonly strategy: string;
  readonly files: ReleaseRunbook['files'];
};

/** A release file, already expanded for one type and strategy, in the model's words. */
export function releaseOf(context: Context, text: ReleaseText, given: Given): ReleaseRunbook | undefined {
  const typeText = text.types[given.typeName];
  if (!typeText) return undefined;
  const type = typeOf(context, given.typeName, typeText);
  const around: Inside = { product: given.product, only: onlyFor(type), onFailure: 'pause', roles: [] };
  const escalation = standstillRules(given.product, given.duty);
  const firstRoles = listOf(text.phases[0]?.role);
  return {
    kind: 'release',
    product: given.product,
    title: text.title,
    type,
    strategy: given.strategy,
    inputs: inputsOf(context, text, type),
    phases: text.phases.map((phase, index) => phaseOf(context, ['phases', index], phase, around)),
    rollback: text.rollback ? rollbackOf(context, text.rollback, { ...around, budgets: given.budgets }) : null,
    finally: stepsOf(context, ['finally'], text.finally ?? [], { ...around, section: 'finally', roles: firstRoles }),
    success: (text.success ?? []).map(successOf),
    events: momentsOf(text.events),
    ...(escalation.length > 0 && { escalation }),
    files: given.files,
  };
}

/** A type of release as the file names it. */
export function typeOf(context: Context, name: string, text: TypeText): ReleaseType {
  return {
    name,
    title: text.title ?? name,
    alias: listOf(text.alias),
    bump: text.bump,
    strategies: listOf(text.strategy),
    needs: factsOf(context, ['types', name, 'needs'], text.needs),
    downtime: downtimeOf(text.downtime),
    documents: { before: text.documents?.before ?? [], after: text.documents?.after ?? [] },
    audit: text.audit ?? [],
  };
}

function downtimeOf(text: TypeText['downtime']): ReleaseType['downtime'] {
  if (text === undefined || text === 'never') return { kind: 'never' };
  const when = whenOf(text.when);
  if ('approve' in text) return { kind: 'approve', roles: text.approve, ...(when && { when }) };
  return when ? { kind: 'when', when } : { kind: 'never' };
}

function inputsOf(context: Context, text: ReleaseText, type: ReleaseType): readonly Input[] {
  return Object.entries(text.inputs ?? {})
    .filter(([, field]) => offFor(field.only, type) === null)
    .map(([name, field]) => inputOf(context, ['inputs', name], name, field));
}

function rollbackOf(
  context: Context,
  text: NonNullable<ReleaseText['rollback']>,
  around: Inside & { readonly budgets: Budgets },
): Rollback {
  const activity = text.activity ?? 'rollback';
  // The responsible do it; who decides is the engine's question to the same row.
  const row = around.product.raci[activity];
  const roles = row ? [...new Set([...row.responsible, ...row.accountable])] : [];
  const when = (text.when ?? []).flatMap((one, index) => {
    const unit = around.product.metrics[one.metric]?.unit ?? 'count';
    const condition = conditionOf(context, ['rollback', 'when', index], one, {
      unit,
      budget: around.budgets.get(one.metric),
    });
    return condition ? [{ metric: one.metric, condition, forMs: msOrNull(one.for) }] : [];
  });
  return {
    activity,
    ...(text.owner === undefined ? {} : { owner: listOf(text.owner) }),
    when,
    reasons: text.reasons ?? [],
    steps: stepsOf(context, ['rollback', 'steps'], text.steps, { ...around, section: 'rollback', roles }),
    checkpoint: checkpointOf(context, ['rollback', 'checkpoint'], text.checkpoint),
  };
}

function successOf(line: NonNullable<ReleaseText['success']>[number]): SuccessLine {
  if ('passed' in line) return { says: line.says, condition: { kind: 'passed', steps: line.passed } };
  return { says: line.says, condition: { kind: 'never' in line ? 'never-rollback' : 'complete-audit' } };
}

function momentsOf(events: ReleaseText['events']): readonly Moment[] {
  return Object.entries(events ?? {}).map(([moment, names]) => ({ moment, names: listOf(names) }));
}
