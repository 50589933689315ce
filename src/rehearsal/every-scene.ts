import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { DrillRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import type { Rehearsal } from './rehearse.ts';
import type { Scene } from './scene.ts';
import { ALL_WELL } from './scene.ts';

/** Steps that can be made to fail: by what they call, by a figure, or by what a person says. */
const FAILABLE: ReadonlySet<Step['verb']> = new Set([
  'run',
  'http',
  'shift',
  'check',
  'watch',
  'checklist',
  'approve',
  'version',
  'tag',
  'release-notes',
]);

/** Everything well; each step failing; and, of a release, each watched figure going bad and a rollback from each phase. */
export function everyScene(runbook: ReleaseRunbook | DrillRunbook): readonly Scene[] {
  const phases = runbook.phases.filter(phase => phase.off === null);
  const steps = phases.flatMap(phase => phase.steps).filter(step => step.off === null && FAILABLE.has(step.verb));
  const fails = steps.map(step => ({ ...ALL_WELL, fail: step.id }));
  if (runbook.kind === 'drill') return [ALL_WELL, ...fails];
  const back =
    runbook.rollback === null
      ? []
      : phases.filter(touched(phases)).map(phase => ({ ...ALL_WELL, rollBackAt: actingIn(phase).at(-1) ?? phase.id }));
  return [ALL_WELL, ...fails, ...badFigures(phases), ...back];
}

/** Before production is touched nothing can be taken back. */
function touched(phases: readonly Phase[]): (phase: Phase) => boolean {
  const first = phases.findIndex(phase => phase.touchesProduction);
  return phase => first >= 0 && phases.indexOf(phase) >= first;
}

/** Ids of steps that change something: from the first of them on there is something to take back. */
function actingIn(phase: Phase): readonly string[] {
  return phase.steps.flatMap(({ id, off, verb }) => (off === null && ACTING.has(verb) ? [id] : []));
}

const ACTING: ReadonlySet<Step['verb']> = new Set(['run', 'http', 'shift']);

/** A figure goes bad a minute after users have begun to move, else after the phase that watches it began. */
function badFigures(phases: readonly Phase[]): readonly Scene[] {
  return phases.flatMap(phase =>
    (phase.watch?.metrics ?? []).map(name => ({
      ...ALL_WELL,
      metric: { name, value: null, from: movesUsers(phase) ?? phase.id, afterMs: 60_000 },
    })),
  );
}

function movesUsers(phase: Phase): string | null {
  return phase.steps.find(step => step.verb === 'shift' && step.off === null)?.id ?? null;
}

/** Steps that began in none of them: nobody can come there with these inputs. */
export function neverReached(rehearsals: readonly Rehearsal[]): readonly string[] {
  const [first, ...others] = rehearsals;
  if (first === undefined) return [];
  return first.unreached.filter(id => others.every(one => one.unreached.includes(id)));
}
