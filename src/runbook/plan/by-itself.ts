import type { Limit } from '#src/domain/runbook/model/metric.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { sayCondition } from './say-condition.ts';

const SAYS: { readonly [action in Limit['action']]: string } = {
  warn: 'is shown',
  incident: 'offers an incident',
  pause: 'pauses',
  'ask-rollback': 'pauses and asks whether to roll back',
  rollback: 'rolls back by itself',
};

/** Everything that acts without a person: limits of watched metrics, triggers, steps that turn the run round when they fail. */
export function byItself(runbook: ReleaseRunbook): readonly string[] {
  const watched = new Set(
    runbook.phases.filter(phase => phase.off === null).flatMap(phase => phase.watch?.metrics ?? []),
  );
  const limits = [...watched].flatMap(name => {
    const metric = runbook.product.metrics[name];
    if (!metric || metric.shadow) return [];
    return metric.limits.map(limit => `${sayCondition(metric, limit.condition, limit.forMs)}: ${SAYS[limit.action]}`);
  });
  const triggers = (runbook.rollback?.when ?? []).flatMap(({ metric: name, condition, forMs }) => {
    const metric = runbook.product.metrics[name];
    return metric ? [`${sayCondition(metric, condition, forMs)}: ${SAYS.rollback}`] : [];
  });
  const steps = runbook.phases
    .flatMap(phase => phase.steps)
    .filter(step => step.onFailure === 'rollback' && step.off === null)
    .map(step => `"${step.title}" fails: ${SAYS.rollback}`);
  return [...limits, ...triggers, ...steps];
}
