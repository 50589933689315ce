import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { defineWatch } from '#src/domain/measure/watch.ts';
import { hasWorkInHand } from '#src/domain/procedure/in-hand.ts';
import { ticksAtStart, ticksFrom } from '#src/domain/procedure/items.ts';
import { resolveMetric, Unresolved } from '#src/domain/procedure/resolve-step.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import type { Section } from '#src/domain/procedure/sections.ts';
import { findStep, forward, rollbackSection, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { ApproveStep } from './gate.ts';
import { isInternal, judgeInternal, requiredFacts } from './gate.ts';
import { keptFromReturning } from './gives-way.ts';
import { momentsOf } from './moments.ts';
import { decidesRollback, endPages, requestPages } from './paging.ts';

/** The id of the watch over the run's own rollback conditions. */
export const ROLLBACK_WATCH = 'rollback-conditions';

/** Facts that always come with another: watches begin and end with phases, gates open with their step, names are published. */
export function releaseConsequences(
  before: ReleaseRun | null,
  caused: Fact,
  run: ReleaseRun,
  now: Instant,
): readonly NewFact[] {
  return [...direct(before, caused, run, now), ...momentsOf(before, caused, run)];
}

function direct(before: ReleaseRun | null, caused: Fact, run: ReleaseRun, now: Instant): readonly NewFact[] {
  switch (caused.type) {
    case 'phase.started':
      return [...startWatches(run, caused.data.phase), ...ticksAtStart(run, `${caused.data.phase}.checkpoint`)];
    case 'phase.finished':
      return [...endWatchesUntil(run, caused.data.phase), ...ticksFrom(run, caused.data.phase)];
    case 'step.finished':
      return stateOf(run, caused.data.step).status === 'done'
        ? [...turnedInputs(run, caused.data.step), ...ticksFrom(run, caused.data.step)]
        : [];
    case 'step.started':
      return [...openGate(run, caused.data.step, caused.data.attempt, now), ...ticksAtStart(run, caused.data.step)];
    case 'release.paused':
      return unreturning(run, caused);
    case 'release.rollback-started':
      return [
        ...endPages(run, 'ended: it rolls back'),
        ...endWatches(run, 'the run rolls back'),
        ...leave(before ?? run, 'the run rolls back', forward(run)),
      ];
    case 'release.aborted':
      return [
        ...endPages(run, 'ended: it was aborted'),
        ...endWatches(run, 'the run was aborted'),
        ...leaveAll(before ?? run),
      ];
    case 'release.rolled-back':
    case 'release.completed':
      return endWatches(run, 'the run ended');
    case 'release.resumed':
      return [...endPages(run, 'ended: it goes on'), ...watchesNotRunning(run), ...soakAgain(run, now)];
    case 'step.failed':
    case 'step.skipped':
    case 'step.cancelled':
      return run.watches[caused.data.step]?.ended === false ? [ended(caused.data.step, 'its step ended')] : [];
    default:
      return [];
  }
}

/** A failed step that would have turned the run round, where nothing does by itself any more: whoever decides is rung. */
function unreturning(run: ReleaseRun, { data }: Fact & { type: 'release.paused' }): readonly NewFact[] {
  const step = data.cause === 'step' && data.step !== null ? findStep(run, data.step) : null;
  if (keptFromReturning(run) === null || run.rollback || step === null || stateOf(run, step.id).unknown) return [];
  const returns = step.onFailure === 'rollback' || step.onFailure === 'abort';
  return returns ? requestPages(run, decidesRollback(run), { why: data.says }) : [];
}

/** What git shows to have changed is yes, whatever was answered; a yes of a person stays one. */
function turnedInputs(run: ReleaseRun, step: string): readonly NewFact[] {
  if (findStep(run, step)?.verb !== 'version') return [];
  const changed = (stateOf(run, step).outputs['changed'] ?? {}) as { readonly [input: string]: string };
  return Object.entries(changed)
    .filter(([name]) => run.inputs[name] !== 'yes')
    .map(([name, says]) => fact('input.turned', { name, value: 'yes', says }));
}

function startWatches(run: ReleaseRun, phaseId: string): readonly NewFact[] {
  const phase = run.runbook.phases.find(one => one.id === phaseId);
  if (!phase) return [];
  return [...phaseWatch(run, phase), ...rollbackWatch(run, phase)];
}

/** Nobody goes on unwatched: what could not begin with its phase begins now, or stops the run again. */
function watchesNotRunning(run: ReleaseRun): readonly NewFact[] {
  const running = run.runbook.phases.filter(phase => run.phases[phase.id]?.status === 'running');
  return run.rollback ? [] : running.flatMap(phase => startWatches(run, phase.id));
}

function phaseWatch(run: ReleaseRun, phase: Phase): readonly NewFact[] {
  if (!phase.watch || run.watches[phase.id]?.ended === false) return [];
  const { metrics, holdForMs } = phase.watch;
  const environment = phase.environment ?? PRODUCTION;
  return watchStarted(run, { watch: phase.id, kind: 'phase', environment, metrics }, resolved =>
    defineWatch({ metrics: resolved, holdForMs }),
  );
}

/** Conditions that roll back by themselves are watched from the first phase that touches production until the run ends. */
function rollbackWatch(run: ReleaseRun, phase: Phase): readonly NewFact[] {
  const when = run.runbook.rollback?.when ?? [];
  if (!phase.touchesProduction || when.length === 0 || run.watches[ROLLBACK_WATCH]) return [];
  const names = [...new Set(when.map(one => one.metric))];
  const watched = { watch: ROLLBACK_WATCH, kind: 'rollback', environment: PRODUCTION, metrics: names } as const;
  return watchStarted(run, watched, metrics => defineWatch({ metrics, limits: 'none', rollbackWhen: when }));
}

type Watched = {
  readonly watch: string;
  readonly kind: 'phase' | 'rollback';
  readonly environment: string;
  readonly metrics: readonly string[];
};
type Define = (metrics: Parameters<typeof defineWatch>[0]['metrics']) => ReturnType<typeof defineWatch>;

function watchStarted(
  run: ReleaseRun,
  { watch, kind, environment, metrics }: Watched,
  define: Define,
): readonly NewFact[] {
  const scope = scopeOf(run, { environment });
  try {
    const definition = define(metrics.map(name => resolveMetric(run, name, scope)));
    return [
      fact('watch.started', {
        watch,
        kind,
        definition: definition as unknown as { [key: string]: unknown },
        until: null,
      }),
    ];
  } catch (cause) {
    if (!(cause instanceof Unresolved)) throw cause;
    return [
      fact('release.paused', {
        cause: 'metric',
        says: `What watches over ${watch} cannot be measured: ${cause.message}`,
        step: null,
        watch: null,
      }),
    ];
  }
}

function endWatchesUntil(run: ReleaseRun, phase: string): readonly NewFact[] {
  const ending = run.runbook.phases.filter(one => one.watch?.until === phase && run.watches[one.id]?.ended === false);
  return ending.map(one => ended(one.id, `${phase} is done`));
}

function endWatches(run: ReleaseRun, reason: string): readonly NewFact[] {
  return Object.entries(run.watches).flatMap(([id, watch]) => (watch.ended ? [] : [ended(id, reason)]));
}

function ended(watch: string, reason: string): NewFact {
  return fact('watch.ended', { watch, reason });
}

function openGate(run: ReleaseRun, stepId: string, attempt: number, now: Instant): readonly NewFact[] {
  const step = findStep(run, stepId);
  if (step?.verb !== 'approve') return [];
  const opened = fact('gate.opened', {
    step: stepId,
    attempt,
    expiresAt: step.timeoutMs === null ? null : now + step.timeoutMs,
  });
  return [opened, ...factsWithinReach(run, step, attempt, now)];
}

/** Where nothing has to be asked outside, the facts are on record at once. */
function factsWithinReach(run: ReleaseRun, step: ApproveStep, attempt: number, now: Instant): readonly NewFact[] {
  const required = requiredFacts(run, step);
  if (!required.every(condition => isInternal(run, condition))) return [];
  return [
    fact('facts.recorded', {
      step: step.id,
      attempt,
      purpose: 'show',
      facts: required.map(one => judgeInternal(run, step.id, one, now)),
    }),
  ];
}

function leaveAll(run: ReleaseRun): readonly NewFact[] {
  const sections = [...forward(run), ...(run.rollback ? [rollbackSection(run)] : [])];
  return leave(run, 'the run was aborted', sections);
}

/**
 * What is in hand is stopped, what waits for a person or a reading is called off. A rollback leaves the forward way, an
 * abort its own as well. A cleanup in hand is stopped too and then tried again, because what waits in a lane is cancelled.
 */
function leave(run: ReleaseRun, reason: string, sections: readonly Section[]): readonly NewFact[] {
  const facts: NewFact[] = [];
  const steps = new Map(sections.flatMap(section => section.steps.map(step => [step.id, step])));
  for (const step of steps.values()) {
    const { status, attempt } = stateOf(run, step.id);
    if (hasWorkInHand(run, step)) facts.push(fact('command.stopping', { step: step.id, attempt }));
    else if (status === 'running' || status === 'waiting')
      facts.push(fact('step.cancelled', { step: step.id, attempt, reason }));
  }
  return facts;
}

/** A soak starts anew after a pause: what was measured meanwhile was measured while nobody moved. */
function soakAgain(run: ReleaseRun, now: Instant): readonly NewFact[] {
  return run.waves.flatMap(wave => {
    if (wave.finishedAt !== null || wave.shiftedAt === null) return [];
    const step = findStep(run, wave.step);
    const index = run.waves.filter(one => one.step === wave.step && one.number < wave.number).length;
    const soakMs = step?.verb === 'shift' ? (step.waves[index]?.soakMs ?? 0) : 0;
    return [fact('wave.shifted', { step: wave.step, number: wave.number, soakUntil: now + soakMs, again: true })];
  });
}
