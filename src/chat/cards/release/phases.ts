import { stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { missingVotes } from '#src/domain/release/gate.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { inert } from '../../escape.ts';

/** `Prepare ✔ · Go/no-go ✔ (2 of 2) · Rollout ▶ wave 2 of 3, 50 % · Post-checks`; what is off for this run is left out. */
export function phaseStrip(run: ReleaseRun | DrillRun): string {
  const phases = run.runbook.phases.filter(phase => run.phases[phase.id]?.status !== 'off');
  return phases.map(phase => sayPhase(run, phase)).join(' · ');
}

function sayPhase(run: ReleaseRun | DrillRun, phase: Phase): string {
  const title = inert(phase.title);
  switch (run.phases[phase.id]?.status) {
    case 'done':
      return `${title} ✔${votes(run, phase)}`;
    case 'running':
      return `*${title} ${signOf(run)}*${votes(run, phase)}${wave(run, phase)}`;
    case 'skipped':
      return `${title} (skipped)`;
    default:
      return title;
  }
}

/** Of the phase it is in, or was when it turned round or ended. */
function signOf(run: ReleaseRun | DrillRun): string {
  if (run.kind === 'release' && run.rollback !== null) return '↩';
  return isFinal(run) ? '⏹' : '▶';
}

function votes(run: ReleaseRun | DrillRun, phase: Phase): string {
  if (run.kind === 'drill') return '';
  const gate = phase.steps.find(step => step.verb === 'approve' && stateOf(run, step.id).attempt > 0);
  if (gate?.verb !== 'approve') return '';
  const wanted = gate.anyOf.length > 0 ? 1 : sum(Object.values(gate.quorum));
  // Once passed, the quorum was complete; the facts behind the hash may have been looked at anew since.
  const missing = gateOf(run, gate.id).status === 'passed' ? 0 : sum(Object.values(missingVotes(run, gate)));
  return ` (${wanted - missing} of ${wanted})`;
}

function wave(run: ReleaseRun | DrillRun, phase: Phase): string {
  const said = waveNow(run, phase.steps);
  return said === null ? '' : ` ${said}`;
}

/** `wave 2 of 3, 50 %` while a shift of these steps is under way. */
export function waveNow(run: ReleaseRun | DrillRun, steps: readonly Step[]): string | null {
  const step = steps.find(one => one.verb === 'shift' && stateOf(run, one.id).status === 'running');
  if (step?.verb !== 'shift') return null;
  const mine = run.waves.filter(one => one.step === step.id);
  const last = mine.at(-1);
  return last ? `wave ${mine.length} of ${step.waves.length}, ${last.weight} %` : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
