import { sayInstant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { toldTitle } from '#src/domain/procedure/titles.ts';
import { incidentLine, incidentProblems } from './incident-facts.ts';
import type { LogBook } from './log-book.ts';
import type { Scene } from './scene.ts';
import { isMadeToFail } from './scene.ts';

/** What happened to the run, as lines of the report; what nobody made fail and failed all the same is a problem. */
export function noteFacts(book: LogBook, run: Run, facts: readonly Fact[], scene: Scene): void {
  for (const fact of facts) {
    const line = lineOf(run, fact);
    if (line !== null) book.add('fact', line);
    unexpected(book, run, fact, scene);
    if (run.kind === 'incident') incidentProblems(book, run, fact, scene);
  }
}

function lineOf(run: Run, fact: Fact): string | null {
  const title = (step: string) => `“${toldTitle(run, step)}”`;
  switch (fact.type) {
    case 'phase.started':
      return `== ${run.runbook.phases.find(one => one.id === fact.data.phase)?.title ?? fact.data.phase}`;
    case 'phase.skipped':
      return `== ${fact.data.phase} is passed over: ${fact.data.reason}`;
    case 'step.started':
      return stateOf(run, fact.data.step).status === 'waiting' ? `waits: ${title(fact.data.step)}` : null;
    case 'step.finished':
      return `done: ${title(fact.data.step)}${fact.data.says === '' ? '' : `, ${fact.data.says}`}`;
    case 'step.failed':
      return `failed: ${title(fact.data.step)}, ${fact.data.says}`;
    case 'step.skipped':
      return `passed over: ${title(fact.data.step)}, ${fact.data.reason}`;
    case 'step.cancelled':
      return `called off: ${title(fact.data.step)}, ${fact.data.reason}`;
    case 'step.retried':
      return `again: ${title(fact.data.step)}`;
    case 'wave.started':
      return `wave ${fact.data.number}: ${fact.data.weight} %`;
    case 'wave.shifted':
      return `wave ${fact.data.number} soaks until ${sayInstant(fact.data.soakUntil, run.runbook.product.timezone)}`;
    case 'watch.started':
      return `watches ${fact.data.watch} from here on`;
    case 'release.dated':
      return `T: ${fact.data.says}`;
    case 'release.paused':
      return `paused: ${fact.data.says}`;
    case 'release.rollback-started':
      return `ROLLS BACK (${fact.data.rule}): ${fact.data.reason}. Runs ${fact.data.runs.join(', ') || 'nothing'}; skips ${
        fact.data.skips.map(one => `${one.step} (${one.why})`).join(', ') || 'nothing'
      }`;
    case 'release.rolled-back':
      return fact.data.says;
    case 'release.aborted':
    case 'drill.aborted':
      return `ABORTED: ${fact.data.reason}`;
    case 'release.completed':
      return `COMPLETED: ${fact.data.verdict}`;
    case 'drill.ended':
      return fact.data.passed ? 'PASSED' : `NOT PASSED: ${fact.data.reasons.join('; ')}`;
    case 'gate.held':
      return `held: ${fact.data.reasons.join('; ')}`;
    case 'gate.expired':
      return `time is up: ${title(fact.data.step)}`;
    case 'window.closed':
      return `closed by the calendar: ${fact.data.closures.map(one => one.says).join('; ')}`;
    case 'window.opened':
      return 'the calendar is open';
    case 'event.published':
      return `published: ${fact.data.name}`;
    case 'metric.warned':
      return `warns: ${fact.data.says}`;
    default:
      return run.kind === 'incident' ? incidentLine(run, fact) : null;
  }
}

function unexpected(book: LogBook, run: Run, fact: Fact, { fail, metric, story }: Scene): void {
  const badFigures = metric !== null || story === 'worse' || story === 'comes-back';
  if (fact.type === 'step.started' && typeof fact.data.resolved['problem'] === 'string')
    book.problem(`“${toldTitle(run, fact.data.step)}” cannot be begun: ${fact.data.resolved['problem']}`);
  else if (fact.type === 'step.failed' && !badFigures && !isMeant(run, fact.data.step, fail))
    book.problem(`“${toldTitle(run, fact.data.step)}” fails although nothing was made to: ${fact.data.says}`);
  else if (fact.type === 'gate.held') book.problem(`A go/no-go is held: ${fact.data.reasons.join('; ')}`);
  else if (fact.type === 'gate.expired')
    book.problem(`“${toldTitle(run, fact.data.step)}” runs out of time before everybody has voted.`);
}

/** Told already as one that cannot be begun, made to fail, or leaning on one that was. */
function isMeant(run: Run, step: string, fail: string | null): boolean {
  return isMadeToFail(fail, step) || 'problem' in stateOf(run, step).resolved || leansOn(run, step, fail);
}

/** It fails because the one that was made to did: a command in the background beside it, figures never measured. */
function leansOn(run: Run, step: string, fail: string | null): boolean {
  if (fail === null) return false;
  const found = findStep(run, fail);
  const other = findStep(run, step);
  return (found?.verb === 'run' && found.background !== null) || (other?.verb === 'compare' && other.with === fail);
}
