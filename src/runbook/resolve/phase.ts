import { inEnvironment, PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { Checkpoint, Phase } from '#src/domain/runbook/model/release.ts';
import type { CheckpointText, PhaseText } from '../schema/phase.ts';
import type { Path } from '../yaml/node.ts';
import { type Context, factsOf, listOf, msOrNull, offsetOf, tell, whenOf } from './context.ts';
import { type Around, responsible, stepsOf } from './step.ts';
import { itemsOf } from './verb.ts';

/** What a phase takes over from its runbook; `roles` where it names none itself. */
export type Inside = Omit<Around, 'section'>;

export function phaseOf(context: Context, path: Path, text: PhaseText, around: Inside): Phase {
  const environment = text.touches ?? text.environment ?? null;
  const inside = environment === null ? around : { ...around, product: inEnvironment(around.product, environment) };
  const own = listOf(text.role);
  const activity = text.activity ?? (text.touches === 'production' ? 'deploy' : null);
  const roles = own.length > 0 ? own : responsible(around.product, activity, around.roles);
  if (text.touches !== undefined && text.environment !== undefined) {
    tell(context, [...path, 'environment'], {
      message: 'a phase has one of environment and touches',
      hint: 'keep touches: it changes it',
    });
  }
  return {
    id: text.id,
    title: text.title,
    at: text.at === undefined ? null : offsetOf(text.at),
    roles,
    activity: text.activity ?? null,
    ...around.only(text.only),
    when: whenOf(text.when),
    environment,
    touchesProduction: text.touches === PRODUCTION,
    ...(text.touches !== undefined && { touches: text.touches }),
    watch: text.watch
      ? {
          metrics: text.watch.metrics,
          until: text.watch.until ?? text.id,
          holdForMs: msOrNull(text.watch.holdFor) ?? 0,
        }
      : null,
    steps: stepsOf(context, [...path, 'steps'], text.steps, { ...inside, section: text.id, roles }),
    checkpoint: checkpointOf(context, [...path, 'checkpoint'], text.checkpoint),
  };
}

export function checkpointOf(context: Context, path: Path, text: CheckpointText | undefined): Checkpoint | null {
  if (text === undefined) return null;
  if (typeof text === 'string') return { says: text, items: [], requires: [] };
  return {
    says: text.says,
    items: itemsOf(text.items),
    requires: factsOf(context, [...path, 'requires'], text.requires),
  };
}
