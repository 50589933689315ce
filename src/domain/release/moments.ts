import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { resolveText } from '#src/domain/runbook/template.ts';

/** The names a runbook publishes at the moment this fact is. */
export function momentsOf(before: ReleaseRun | null, caused: Fact, run: ReleaseRun): readonly NewFact[] {
  if (isRepetition(before, caused, run)) return [];
  return momentsAt(before, caused).flatMap(moment => published(run, caused, moment));
}

/**
 * A wave moved again after a failure was announced before; an entry of an `each` is not yet its step; whatever is found
 * while a run stands still does not stop it once more.
 */
function isRepetition(before: ReleaseRun | null, caused: Fact, run: ReleaseRun): boolean {
  if (caused.type === 'release.paused') return before?.status === 'paused';
  if (caused.type === 'wave.started') return before?.waves.some(wave => wave.number === caused.data.number) ?? false;
  return caused.type === 'step.finished' && stateOf(run, caused.data.step).status !== 'done';
}

/** A rollback that begins by itself stops the rollout too: whoever listens for the pause hears it either way. */
function momentsAt(before: ReleaseRun | null, caused: Fact): readonly string[] {
  const moment = momentOf(caused);
  if (moment === null) return [];
  return moment === 'rollback.started' && before?.status === 'running' ? ['run.paused', moment] : [moment];
}

function published(run: ReleaseRun, caused: Fact, moment: string): readonly NewFact[] {
  const wave = caused.type === 'wave.started' ? { wave: caused.data } : {};
  const names = run.runbook.events.filter(one => one.moment === moment).flatMap(one => one.names);
  return names.map(name => {
    const resolved = resolveText(name, scopeOf(run, wave));
    return fact('event.published', { name: resolved.ok ? resolved.value : name, moment });
  });
}

function momentOf(caused: Fact): string | null {
  switch (caused.type) {
    case 'phase.started':
      return `${caused.data.phase}.started`;
    case 'phase.finished':
      return `${caused.data.phase}.done`;
    case 'step.finished':
      return `${caused.data.step}.done`;
    case 'step.failed':
      return `${caused.data.step}.failed`;
    case 'wave.started':
      return 'wave.each';
    case 'release.paused':
      return 'run.paused';
    case 'release.resumed':
      return 'run.resumed';
    case 'release.completed':
      return 'run.completed';
    case 'release.rolled-back':
      return 'run.rolledback';
    case 'release.aborted':
      return 'run.aborted';
    case 'release.rollback-started':
      return 'rollback.started';
    default:
      return null;
  }
}
