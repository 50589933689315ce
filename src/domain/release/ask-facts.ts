import type { Json } from '#src/base/json.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { resolveSource, Unresolved } from '#src/domain/procedure/resolve-step.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { inEnvironment } from '#src/domain/runbook/environment.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { ApproveStep } from './gate.ts';
import { isInternal, requiredFacts } from './gate.ts';

/** Facts nobody inside the run knows. */
export function askFacts(
  run: ReleaseRun,
  step: ApproveStep | null,
  purpose: 'show' | 'decide' | 'again' | 'needs',
): EffectAsk {
  const conditions = step ? requiredFacts(run, step) : run.runbook.type.needs;
  const outside = conditions.filter(condition => !isInternal(run, condition));
  return {
    kind: 'facts',
    lane: `facts:${run.stream}`,
    priority: 1,
    body: {
      // Named as a step's effects are, so that giving up finds its way back too.
      ref: { step: step?.id ?? '', attempt: step ? stateOf(run, step.id).attempt : 0, part: null, wave: null },
      step: step?.id ?? '',
      attempt: step ? stateOf(run, step.id).attempt : 0,
      purpose,
      conditions: outside.map(condition => withSource(run, step, condition)),
    },
  };
}

/** A condition together with the measured source behind it, resolved; null where none or where a name is unknown. */
function withSource(run: ReleaseRun, step: ApproveStep | null, condition: FactCondition): Json {
  const scope = scopeOf(run, step ? { step: step.id } : {});
  const known = inEnvironment(run.runbook.product, String(scope('environment'))).facts[condition.fact];
  let source: Json = null;
  if (known?.kind === 'measured') {
    try {
      source = { source: resolveSource(known.source, scope), unit: known.unit } as unknown as Json;
    } catch (cause) {
      if (!(cause instanceof Unresolved)) throw cause;
    }
  }
  const earlier = known?.kind === 'earlier' ? (known.inputs as Json) : null;
  return { ...condition, source, earlier } as unknown as Json;
}
