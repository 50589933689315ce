import type { EventData } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { foldPage, movePages } from '#src/domain/incident/evolve-page.ts';
import { evolveStep, withStep } from '#src/domain/procedure/evolve-step.ts';
import { evolveWatch } from '#src/domain/procedure/evolve-watch.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { Pause, PhaseState, ReleaseRun } from '#src/domain/procedure/state.ts';
import { backTo } from './back-to.ts';
import { principalOf } from './begin.ts';
import { evolveGate } from './evolve-gate.ts';
import { evolveReleaseStep } from './evolve-release-step.ts';
import { openSections } from './notes.ts';
import { givenBack } from './turn.ts';

/** Folds one fact into the state of a run. Facts that only tell something (notes, output) leave it as it is. */
export function evolveRelease(run: ReleaseRun, fact: Fact): ReleaseRun {
  const next = fold(fact.type === 'release.resumed' ? evolveWatch(run, fact) : run, fact);
  return { ...givenBack(setBack(next, fact), fact), pages: pagesAfter(next, fact), seq: fact.seq };
}

/** Paused for one more reason, it still stands since the first: the chain goes on. */
function paused(run: ReleaseRun, { at, actor, data }: Fact & { type: 'release.paused' }): ReleaseRun {
  const by = actor.kind === 'person' ? actor.user : null;
  const { pagesBefore, countedFrom, escalated } = run.pause ?? {
    pagesBefore: Object.keys(run.pages).length,
    countedFrom: at,
    escalated: [],
  };
  const pause = { ...data, ...saying(run, data), ...telling(run, data), at, by, pagesBefore, countedFrom, escalated };
  return { ...run, status: 'paused', pause };
}

/** A run that stands still already and has to be told more keeps what it was told before. */
function telling(
  { pause }: ReleaseRun,
  { watch, told = {} }: EventData<'release.paused'>,
): Pick<Pause, 'told' | 'toldBy'> {
  const before = pause?.toldBy ?? {};
  return { told, toldBy: watch === null ? before : { ...before, [watch]: { ...before[watch], ...told } } };
}

/** All that its watches stand still for, each sentence once; whatever else stops it is said alone. */
function saying(
  { pause }: ReleaseRun,
  { watch, cause, says }: EventData<'release.paused'>,
): Pick<Pause, 'says' | 'saysBy'> {
  if (watch === null || cause !== 'metric') return { says, saysBy: {} };
  const saysBy = { ...pause?.saysBy, [watch]: says };
  return { says: [...new Set(Object.values(saysBy))].join(' · '), saysBy };
}

/** What is waited for is elapsed time, whatever the clock was set to. */
function setBack(run: ReleaseRun, fact: Fact): ReleaseRun {
  if (fact.type !== 'clock.jumped' || fact.data.byMs >= 0 || run.pause === null) return run;
  return { ...run, pause: { ...run.pause, countedFrom: run.pause.countedFrom + fact.data.byMs } };
}

function pagesAfter({ pages }: ReleaseRun, fact: Fact): ReleaseRun['pages'] {
  return fact.type === 'clock.jumped' && fact.data.byMs < 0 ? movePages(pages, fact.data.byMs) : foldPage(pages, fact);
}

function fold(run: ReleaseRun, fact: Fact): ReleaseRun {
  const by = fact.actor.kind === 'person' ? fact.actor.user : null;
  switch (fact.type) {
    case 'release.dated':
      return { ...run, T: fact.data.T };
    case 'release.rescheduled':
      return moved(run, fact);
    case 'phase.due':
      return withPhase(run, fact.data.phase, { due: true });
    case 'window.closed':
      return { ...run, window: shut(fact) };
    case 'window.opened':
      return { ...run, window: { ...fact.data, at: fact.at, closures: [], lookAt: fact.data.until, warned: false } };
    case 'window.ending':
      return { ...run, window: run.window && { ...run.window, warned: true } };
    case 'calendar.changed':
      return { ...run, freezes: fact.data.freezes };
    case 'release.paused':
      return paused(run, fact);
    case 'release.escalated':
      return {
        ...run,
        pause: run.pause && { ...run.pause, escalated: [...run.pause.escalated, fact.data.rule] },
      };
    case 'release.resumed':
      return {
        ...run,
        status: run.rollback ? 'rolling-back' : 'running',
        pause: null,
        awaits: needsAgain(run) ?? run.awaits,
        ...overrideOf(run, fact),
      };
    case 'release.rollback-started':
      return {
        ...run,
        status: 'rolling-back',
        endedAt: null,
        pause: null,
        awaits: null,
        verdict: null,
        steps: toldAnew(run),
        rollback: { reason: fact.data.reason, cause: fact.data.cause, by, at: fact.at, finishedAt: null },
      };
    case 'release.rolled-back':
      return {
        ...run,
        status: 'rolled-back',
        pause: null,
        endedAt: fact.at,
        rollback: run.rollback && { ...run.rollback, finishedAt: fact.at },
      };
    case 'release.unlocked':
      return { ...run, unlocked: { by: by ?? 'gonogo', reason: fact.data.reason, at: fact.at } };
    case 'release.aborted':
      return {
        ...run,
        status: 'aborted',
        pause: null,
        awaits: null,
        endedAt: fact.at,
        abort: { reason: fact.data.reason, by: by ?? 'gonogo' },
      };
    case 'release.completed':
      return { ...run, status: 'completed', endedAt: fact.at, verdict: fact.data };
    case 'production.asked':
      return { ...run, production: { since: fact.at, phase: fact.data.phase, taken: false, behind: null } };
    case 'production.awaited':
      return awaited(run, fact);
    case 'production.taken':
      return {
        ...run,
        production: run.production && { ...run.production, taken: true, behind: null, locked: false },
        passesLock: fact.data.passesLock === undefined ? run.passesLock : fact.data.passesLock,
        ...(fact.data.follows && { previousVersion: fact.data.follows.version, previousTag: fact.data.follows.tag }),
      };
    case 'production.overtaken':
      return { ...run, overtakenBy: fact.data.by };
    case 'phase.started':
      return evolveGate(withPhase(run, fact.data.phase, { status: 'running', startedAt: fact.at }), fact);
    case 'release.held':
      return fact.data.incident === run.incident
        ? { ...run, incidentHolds: true }
        : { ...run, heldBy: heldBy(run, fact) };
    case 'release.freed':
      return {
        ...run,
        heldBy: run.heldBy.filter(one => one.incident !== fact.data.incident),
        incidentHolds: run.incidentHolds && fact.data.incident !== run.incident,
      };
    case 'phase.finished':
      return withPhase(run, fact.data.phase, { status: 'done', endedAt: fact.at });
    case 'phase.skipped':
      return withPhase(run, fact.data.phase, { status: 'skipped' });
    case 'override.given':
      return { ...run, overrides: [...run.overrides, { ...fact.data, ...given(fact) }] };
    case 'release.captain-set':
      return {
        ...run,
        captain: fact.data.user,
        captains: [...run.captains.filter(user => user !== fact.data.user), fact.data.user],
        handover: null,
        principals: { ...run.principals, ...principalOf(fact) },
      };
    case 'handover.offered':
      return { ...run, handover: { to: fact.data.to, by: by ?? 'gonogo', at: fact.at, brief: fact.data.brief } };
    case 'handover.accepted':
    case 'handover.declined':
      return { ...run, handover: null };
    case 'event.published':
      return { ...run, published: [...run.published, { name: fact.data.name, at: fact.at }] };
    case 'input.turned':
      return { ...run, inputs: { ...run.inputs, [fact.data.name]: fact.data.value } };
    case 'notes.drafted':
      return drafted(run, fact);
    case 'notes.edited':
      return { ...run, notes: { ...fact.data, ...fact.data.parts, by, at: fact.at } };
    case 'confirmation.voided':
      return withStep(backTo(run, fact.data.step), fact.data.step, { status: 'pending', endedAt: null, by: null });
    case 'report.written':
      return { ...run, reports: [...run.reports, ...fact.data.files] };
    case 'effect.unknown':
    case 'effect.gave-up':
      return evolveStep({ ...run, troubles: [...run.troubles, fact.data.says] }, fact);
    default:
      return evolveWatch(evolveGate(evolveReleaseStep(evolveStep(run, fact), fact), fact), fact);
  }
}

/** Behind a lock it passes none, whatever was so when it started. */
function awaited(run: ReleaseRun, { data }: Fact & { type: 'production.awaited' }): ReleaseRun {
  const { behind, locked = false } = data;
  const production = run.production && { ...run.production, behind, locked };
  return { ...run, production, passesLock: locked ? null : run.passesLock };
}

/** A draft with a question in it waits for whoever writes the answer. */
function drafted(run: ReleaseRun, { at, data }: Fact & { type: 'notes.drafted' }): ReleaseRun {
  const { step, markdown, hash = null, parts = { title: '', summary: '', sections: [] } } = data;
  const number = (run.notes?.number ?? 0) + 1;
  const next = { ...run, notes: { step, number, markdown, hash, ...parts, by: null, at } };
  return openSections(parts).length === 0 ? next : withStep(next, step, { status: 'waiting' });
}

/**
 * Taken back after it was completed, what its closing steps reported and told is true no more: they report again at its
 * end. What they did is not done twice.
 */
function toldAnew(run: ReleaseRun): ReleaseRun['steps'] {
  const again = run.runbook.finally.filter(
    step => (step.verb === 'report' || step.verb === 'notify') && stateOf(run, step.id).status !== 'pending',
  );
  const pending = again.map(step => [step.id, { ...stateOf(run, step.id), status: 'pending' as const }] as const);
  return { ...run.steps, ...Object.fromEntries(pending) };
}

/** What waits for T waits for the new one, a step in the middle of a phase too; people are reminded anew. */
function moved(run: ReleaseRun, { at, data: { T } }: Fact & { type: 'release.rescheduled' }): ReleaseRun {
  const next = { ...run, T, timed: true, movedAt: at, window: null };
  const phases = Object.entries(run.phases).map(([id, phase]) => [id, { ...phase, due: false }] as const);
  const waits = run.runbook.phases.flatMap(phase =>
    phase.steps.flatMap(step => {
      if (step.verb !== 'wait' || step.until.kind !== 'offset' || stateOf(run, step.id).status !== 'running') return [];
      const { resolved, ...state } = stateOf(run, step.id);
      return [
        [step.id, { ...state, resolved: { ...resolved, until: offsetFrom(next, step.until.offset, T) } }] as const,
      ];
    }),
  );
  return { ...next, phases: Object.fromEntries(phases), steps: { ...run.steps, ...Object.fromEntries(waits) } };
}

function shut({ at, data }: Fact & { type: 'window.closed' }): ReleaseRun['window'] {
  const { phase, closures, until, lookAt } = data;
  return { phase, closures, until, lookAt, at, warned: false };
}

/** Another grade takes the place of the one it was held with. */
function heldBy(run: ReleaseRun, { at, data }: Fact & { type: 'release.held' }): ReleaseRun['heldBy'] {
  const others = run.heldBy.filter(one => one.incident !== data.incident);
  return [...others, { incident: data.incident, grade: data.grade, at }];
}

function withPhase(run: ReleaseRun, id: string, change: Partial<PhaseState>): ReleaseRun {
  const before = run.phases[id] ?? { status: 'pending', startedAt: null, endedAt: null };
  return { ...run, phases: { ...run.phases, [id]: { ...before, ...change } } };
}

/** What a release type needs did not hold: going on means asking again, never going without. */
function needsAgain(run: ReleaseRun): ReleaseRun['awaits'] {
  const refused = run.pause?.cause === 'gate' && run.pause.step === null;
  return refused ? { purpose: 'needs', step: '', attempt: 0 } : null;
}

/** Going on although a metric asked to stop is an override, and is kept as one. */
function overrideOf(run: ReleaseRun, fact: Fact): Partial<ReleaseRun> {
  if (fact.type !== 'release.resumed' || fact.data.override === null) return {};
  const roles = fact.actor.kind === 'person' ? fact.actor.roles : [];
  const override = { what: fact.data.override, reason: fact.data.reason ?? '', roles, ...given(fact) };
  return { overrides: [...run.overrides, override] };
}

function given({ actor, at }: Fact) {
  if (actor.kind !== 'person') return { by: 'gonogo', at };
  const { user: by, principal } = actor;
  return { by, at, ...(principal === undefined ? {} : { principal }) };
}
