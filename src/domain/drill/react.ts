import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { stepAsks } from '#src/domain/procedure/step-asks.ts';
import { tellDrill } from './tell.ts';

/** What the world is asked for because of these facts of one decision: actions first, then what people are told. */
export function drillAsks(run: DrillRun, facts: readonly Fact[]): readonly EffectAsk[] {
  return [...facts.flatMap(fact => stepAsks(run, fact)), ...tellDrill(run, facts)];
}
