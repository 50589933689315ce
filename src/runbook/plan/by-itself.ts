import { sayDuration } from '#src/base/time.ts';
import { inEnvironment, PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { Limit } from '#src/domain/runbook/model/metric.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { partiesOf, sayWho } from './people.ts';
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
  const watched = runbook.phases.filter(phase => phase.off === null && phase.watch !== null);
  const limits = watched.flatMap(({ environment, watch }) =>
    (watch?.metrics ?? []).flatMap(name => limitsOf(runbook, name, environment ?? PRODUCTION)),
  );
  const triggers = (runbook.rollback?.when ?? []).flatMap(({ metric: name, condition, forMs }) => {
    const metric = runbook.product.metrics[name];
    return metric ? [`${sayCondition(metric, condition, forMs)}: ${SAYS.rollback}`] : [];
  });
  const steps = runbook.phases
    .flatMap(phase => phase.steps)
    .filter(step => step.onFailure === 'rollback' && step.off === null)
    .map(step => `"${step.title}" fails: ${SAYS.rollback}`);
  return [...new Set(limits), ...triggers, ...steps, ...chain(runbook)];
}

function chain(runbook: ReleaseRunbook): readonly string[] {
  return (runbook.escalation ?? []).map(({ afterMs, without, page }) => {
    const what = without === 'acknowledged' ? 'acknowledges' : 'decides';
    return `Nobody ${what} for ${sayDuration(afterMs)} after a pause that pages: calls ${sayWho(partiesOf(runbook, page))}`;
  });
}

/** `in staging` stands where the figures are not production's. */
function limitsOf({ product }: ReleaseRunbook, name: string, environment: string): readonly string[] {
  const metric = inEnvironment(product, environment).metrics[name];
  if (!metric || metric.shadow) return [];
  const where = environment === PRODUCTION ? '' : ` in ${environment}`;
  return metric.limits.map(
    ({ condition, forMs, action }) => `${sayCondition(metric, condition, forMs)}${where}: ${SAYS[action]}`,
  );
}
