import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { stepAsks } from '#src/domain/procedure/step-asks.ts';
import { tellDrill } from './tell.ts';

/** What the world is asked for because of these facts of one decision: actions first, then what people are told. */
export function drillAsks(run: DrillRun, facts: readonly Fact[]): readonly EffectAsk[] {
  return [
    ...facts.flatMap(fact => [...linked(run, fact), ...stands(run, fact), ...stepAsks(run, fact)]),
    ...tellDrill(run, facts),
  ];
}

/** The incident it was started from hears of it. */
function linked(run: DrillRun, fact: Fact): readonly EffectAsk[] {
  if (fact.type !== 'drill.started' || run.incident === null) return [];
  const command = { type: 'linked', run: run.id, why: `started from ${run.incident}` };
  return [{ kind: 'run.tell', lane: `tell:${run.stream}`, priority: 1, body: { run: run.incident, command } }];
}

/** The product's channel was told that it is overdue: what stands there is drawn anew. */
function stands(run: DrillRun, { type }: Fact): readonly EffectAsk[] {
  if (type !== 'drill.started' && type !== 'drill.ended' && type !== 'drill.aborted') return [];
  const { id, product } = run.runbook;
  const body = { stream: `product:${product.name}`, command: { type: 'drill-stands', drill: id } };
  return [{ kind: 'run.tell', lane: `tell:${run.stream}`, priority: 3, body }];
}
