import type { Json } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import { lost, pageAsks } from '#src/domain/incident/page-asks.ts';
import { act, askAction, waveAction } from '#src/domain/procedure/asks.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { refOf } from '#src/domain/procedure/refs.ts';
import { Unresolved } from '#src/domain/procedure/resolve-step.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { isReady, stepAsks } from '#src/domain/procedure/step-asks.ts';
import { askFacts } from './ask-facts.ts';
import { changeEvents } from './change-events.ts';
import { isInternal, missingVotes, requiredFacts } from './gate.ts';
import { notesOf } from './notes.ts';
import { pagingOf } from './paging.ts';
import { publish } from './publish.ts';
import { tellAll } from './tell.ts';

/**
 * What the world is asked for because of these facts of one decision: actions first, then what people are told. `run` is
 * the state after all of them.
 */
export function releaseAsks(run: ReleaseRun, facts: readonly Fact[]): readonly EffectAsk[] {
  return [
    ...facts.flatMap(fact => pages(run, fact)),
    ...facts.flatMap(fact => actions(run, fact, facts)),
    ...facts.flatMap(fact => changeEvents(run, fact)),
    ...tellAll(run, facts),
  ];
}

/** Phones before everything else; once somebody decided none must ring that is still on its way. */
function pages(run: ReleaseRun, fact: Fact): readonly EffectAsk[] {
  const over =
    fact.type === 'release.resumed' || fact.type === 'release.aborted' || fact.type === 'release.rollback-started';
  return [...pageAsks(pagingOf(run), fact, 'critical'), ...(over ? lost(pagingOf(run)) : [])];
}

function actions(run: ReleaseRun, fact: Fact, facts: readonly Fact[]): readonly EffectAsk[] {
  switch (fact.type) {
    case 'release.started':
      return [...linked(run), ...needs(run)];
    case 'release.resumed':
      return run.awaits?.purpose === 'needs' ? [askFacts(run, null, 'needs')] : [];
    case 'production.asked':
      return [{ kind: 'production.turn', lane: `production:${run.stream}`, priority: 1, body: {} }];
    case 'phase.started':
      return run.awaits?.purpose === 'again' ? factsOf(run, run.awaits.step, 'again') : [];
    case 'gate.opened':
      return gateOpened(run, fact.data.step);
    case 'vote.cast':
      return quorumComplete(run, fact.data.step) ? factsOf(run, fact.data.step, 'decide') : [];
    case 'report.asked':
      return [reportNow(run, fact)];
    case 'step.started':
      return releaseStep(run, fact);
    case 'wave.started':
      return waveStarted(run, fact);
    case 'event.published':
      return publish(run, fact);
    case 'step.finished':
      return notesWritten(run, fact.data.step);
    case 'notes.edited':
      // An edit that ends the step is written once, with its end.
      return facts.some(one => one.type === 'step.finished' && one.data.step === fact.data.step)
        ? []
        : notesWritten(run, fact.data.step);
    default:
      return stepAsks(run, fact);
  }
}

/** In a lane of its own: a report for a reader holds up no step. Its name says up to which fact of the timeline it goes. */
function reportNow(run: ReleaseRun, { seq, data }: Fact & { type: 'report.asked' }): EffectAsk {
  const body = { files: [...data.files], upTo: seq };
  return { kind: 'report.write', lane: `report:${run.stream}`, priority: 3, body };
}

function needs(run: ReleaseRun): readonly EffectAsk[] {
  const outside = run.runbook.type.needs.some(need => !isInternal(run, need));
  return outside || run.awaits ? [askFacts(run, null, 'needs')] : [];
}

/** The incident it was started from hears of it. */
function linked(run: ReleaseRun): readonly EffectAsk[] {
  if (run.incident === null) return [];
  const command = { type: 'linked', run: run.id, why: `started from ${run.incident}` };
  return [{ kind: 'run.tell', lane: `tell:${run.stream}`, priority: 1, body: { run: run.incident, command } }];
}

function gateOpened(run: ReleaseRun, id: string): readonly EffectAsk[] {
  const step = findStep(run, id);
  if (step?.verb !== 'approve') return [];
  const outside = requiredFacts(run, step).some(condition => !isInternal(run, condition));
  const drills = (run.runbook.product.drills ?? []).some(drill => drill.every !== 'on demand');
  return outside || drills ? [askFacts(run, step, 'show')] : [];
}

function factsOf(run: ReleaseRun, id: string, purpose: 'decide' | 'again'): readonly EffectAsk[] {
  const step = findStep(run, id);
  return step?.verb === 'approve' ? [askFacts(run, step, purpose)] : [];
}

function quorumComplete(run: ReleaseRun, id: string): boolean {
  const step = findStep(run, id);
  return (
    run.awaits?.purpose === 'decide' && step?.verb === 'approve' && Object.keys(missingVotes(run, step)).length === 0
  );
}

function releaseStep(run: ReleaseRun, fact: Fact & { type: 'step.started' }): readonly EffectAsk[] {
  const step = findStep(run, fact.data.step);
  const { resolved } = fact.data;
  if (step === null || !isReady(resolved)) return [];
  switch (step.verb) {
    case 'version':
      return [act(run, 'git.version', step.id, { ...resolved, bump: run.runbook.type.bump, wanted: run.version })];
    case 'release-notes':
      return [act(run, 'git.notes', step.id, { ...resolved, sections: [...step.sections] })];
    case 'tag':
      return [act(run, 'git.tag', step.id, { ...resolved, tag: run.tag, commit: run.commit })];
    case 'report':
      return [act(run, 'report.write', step.id, { files: [...step.files], ...(!isFinal(run) && { upTo: fact.seq }) })];
    default:
      return stepAsks(run, fact);
  }
}

/** Whole notes become files in the thread, each version of them. */
function notesWritten(run: ReleaseRun, id: string): readonly EffectAsk[] {
  const step = findStep(run, id);
  const notes = notesOf(run, id);
  if (step?.verb !== 'release-notes' || notes === null || stateOf(run, id).status !== 'done') return [];
  const body = { step: id, number: notes.number };
  return [{ kind: 'notes.write', lane: `files:${run.stream}`, priority: 3, body }];
}

function waveStarted(run: ReleaseRun, fact: Fact & { type: 'wave.started' }): readonly EffectAsk[] {
  const step = findStep(run, fact.data.step);
  if (step?.verb !== 'shift' || stateOf(run, step.id).status !== 'running') return [];
  try {
    return [askAction(run, step, waveAction(run, step, fact.data.number), fact.data.number)];
  } catch (cause) {
    if (!(cause instanceof Unresolved)) throw cause;
    // Told through the same way as any failed action, so that nothing is lost between two transactions.
    return [
      {
        kind: 'command.start',
        lane: `command:${run.stream}`,
        priority: 1,
        body: { ref: refOf(run, step.id, fact.data.number) as unknown as Json, problem: cause.message },
      },
    ];
  }
}
