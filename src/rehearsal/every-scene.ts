import type { Story } from '#src/domain/incident/stories.ts';
import { STORIES } from '#src/domain/incident/stories.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { IncidentRunbook, Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { offers } from '#src/domain/runbook/offers.ts';
import type { Rehearsal } from './rehearse.ts';
import type { Scene } from './scene.ts';
import { ALL_WELL } from './scene.ts';
import { stepsOf } from './steps.ts';

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

/** Everything well; each step failing; of a release each watched figure going bad and a rollback from each phase, of an incident each turn it may take. */
export function everyScene(runbook: Runbook): readonly Scene[] {
  if (runbook.kind === 'incident') return everyIncident(runbook);
  const phases = runbook.phases.filter(phase => phase.off === null);
  const fails = failable(phases.flatMap(phase => phase.steps)).map(step => ({ ...ALL_WELL, fail: step.id }));
  if (runbook.kind === 'drill') return [ALL_WELL, ...fails];
  const back =
    runbook.rollback === null
      ? []
      : phases.filter(touched(phases)).map(phase => ({ ...ALL_WELL, rollBackAt: actingIn(phase).at(-1) ?? phase.id }));
  return [ALL_WELL, ...fails, ...badFigures(phases), ...back];
}

function failable(steps: readonly Step[]): readonly Step[] {
  return steps.filter(step => step.off === null && FAILABLE.has(step.verb));
}

/** Each turn at each severity, each of its actions; and each step failing, at the highest severity that asks for it. */
function everyIncident(runbook: IncidentRunbook): readonly Scene[] {
  const { grades, actions, phases } = runbook;
  const perGrade = grades.flatMap((grade, at) => {
    const well = { ...ALL_WELL, severity: grade.name };
    const stories = (Object.keys(STORIES) as readonly Story[]).filter(story => isTold(story, grade, at));
    const offered = actions.filter(action => offers(grade, action));
    return [
      well,
      ...stories.map(story => ({ ...well, story })),
      ...offered.map(action => ({ ...well, action: action.id })),
    ];
  });
  const highest = (of: readonly string[]) => grades.find(one => of.length === 0 || of.includes(one.name))?.name ?? null;
  const inPhases = phases
    .filter(phase => phase.off === null)
    .flatMap(phase =>
      failable(phase.steps).map(step => ({ step, of: step.grades.length > 0 ? step.grades : phase.grades })),
    )
    .map(({ step, of }) => ({ ...ALL_WELL, severity: highest(of), fail: step.id }));
  const inActions = actions.flatMap(action => {
    const severity = grades.find(grade => offers(grade, action))?.name;
    if (severity === undefined) return [];
    return failable(stepsOf(action)).map(step => ({ ...ALL_WELL, severity, action: action.id, fail: step.id }));
  });
  return [...perGrade, ...inPhases, ...inActions];
}

/** Would it be another than the one in which all goes well? */
function isTold(story: Story, { page, cadence }: Grade, rank: number): boolean {
  if (story === 'worse') return rank > 0;
  if (story === 'pager-down') return page;
  return story !== 'nobody' || page || cadence !== null;
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
