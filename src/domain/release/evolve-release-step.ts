import type { Json } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import { findStep, sectionOf, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { changesTheWorld } from '#src/domain/runbook/changes.ts';

/** What the steps of a release mean for the whole of it; the step itself is folded already. */
export function evolveReleaseStep(run: ReleaseRun, fact: Fact): ReleaseRun {
  switch (fact.type) {
    case 'step.started':
      return began(run, fact);
    case 'step.finished':
      return finished(run, fact);
    case 'step.retried':
      return {
        ...run,
        awaits: run.awaits?.step === fact.data.step ? null : run.awaits,
        ...(run.pause?.step === fact.data.step
          ? { pause: null, status: run.rollback ? 'rolling-back' : 'running' }
          : {}),
      };
    default:
      return run;
  }
}

function began(run: ReleaseRun, { at, data: { step: id } }: Fact & { type: 'step.started' }): ReleaseRun {
  const { status, resolved } = stateOf(run, id);
  if (status === 'waiting' || 'problem' in resolved) return run;
  return {
    ...run,
    touchedAt: run.touchedAt ?? (changesProduction(run, id) ? at : null),
    noReturn: run.noReturn || findStep(run, id)?.pointOfNoReturn === true,
  };
}

/** A step that changes something, inside a phase that touches production. */
function changesProduction(run: ReleaseRun, id: string): boolean {
  const step = findStep(run, id);
  if (step === null || step.verb === 'checkpoint' || !changesTheWorld(step)) return false;
  return sectionOf(run, id)?.phase?.touchesProduction === true;
}

function finished(run: ReleaseRun, { data }: Fact & { type: 'step.finished' }): ReleaseRun {
  const step = findStep(run, data.step);
  const next = { ...run, noReturn: run.noReturn || step?.pointOfNoReturn === true };
  if (step?.verb !== 'version') return next;
  const { outputs } = stateOf(run, data.step);
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : null);
  return {
    ...next,
    version: text(outputs['version']) ?? run.version,
    commit: text(outputs['commit']),
    tag: text(outputs['tag']),
    previousVersion: text(outputs['previousVersion']),
    previousTag: text(outputs['previousTag']),
    title: text(outputs['title']) ?? run.title,
  };
}
