import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { FoundFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { findStep, forward, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { needsAtStart } from '#src/domain/runbook/needs.ts';
import type { ApproveStep } from './gate.ts';
import {
  approvedOutcome,
  isInternal,
  isOverridden,
  judgeInternal,
  missingVotes,
  overridden,
  requiredFacts,
  sayCondition,
  unmet,
} from './gate.ts';
import { gateOf } from './gate-state.ts';
import { NOT_HELD } from './hold.ts';
import { entryBehind } from './late.ts';

type Found = WorldCommand & { readonly type: 'facts-found' };

/** The facts asked for have come: shown, and where they were asked for a decision, decided by. */
export function factsFound(draft: Draft, run: ReleaseRun, command: Found, now: Instant): void {
  if (!isAskedFor(run, command)) return;
  if (command.purpose === 'needs') return needsFound(draft, run, command);
  const step = findStep(run, command.step);
  if (step?.verb !== 'approve') return;
  const facts = requiredFacts(run, step).map(condition => factFor(run, step, condition, command.facts, now));
  const voided = record(draft, run, step, command, facts);
  const after = draft.release;
  if (!voided && command.purpose === 'decide' && gateOf(after, step.id).status === 'open')
    decideGate(draft, after, step, command.attempt, now);
}

/** What the run itself knows has changed (a hold came or went): open gates show it, and votes given before are void. */
export function rejudgeGates(draft: Draft): void {
  const run = draft.release;
  for (const step of forward(run).flatMap(section => section.steps)) {
    if (step.verb !== 'approve' || stateOf(run, step.id).status !== 'waiting') continue;
    const { status, facts: found, factsAt } = gateOf(run, step.id);
    if (status !== 'open' || factsAt === null) continue;
    const facts = requiredFacts(run, step).map(condition => factFor(run, step, condition, found, draft.now));
    record(draft, run, step, { attempt: stateOf(run, step.id).attempt, purpose: 'show' }, facts);
  }
}

/** Puts found facts on record; true when an outcome changed under votes that were given, which voids them. */
function record(
  draft: Draft,
  run: ReleaseRun,
  step: ApproveStep,
  { attempt, purpose, overdue }: Pick<Found, 'attempt' | 'purpose' | 'overdue'>,
  facts: readonly FoundFact[],
): boolean {
  const changed = changes(gateOf(run, step.id).facts, facts);
  const beside = overdue === undefined ? {} : { overdue: [...overdue] };
  draft.add(fact('facts.recorded', { step: step.id, attempt, purpose, facts: [...facts], ...beside }), BOT);
  if (changed === null || gateOf(draft.release, step.id).votes.length === 0) return false;
  draft.add(fact('gate.voided', { step: step.id, attempt, says: `${changed}, so every vote is asked again` }), BOT);
  return true;
}

/** An answer to a question nobody asks any more (a no-go came first, the run turned round) changes nothing. */
function isAskedFor(run: ReleaseRun, { purpose, step, attempt }: Found): boolean {
  if (purpose !== 'show')
    return run.awaits?.purpose === purpose && run.awaits.step === step && run.awaits.attempt === attempt;
  const state = stateOf(run, step);
  return state.status === 'waiting' && state.attempt === attempt && gateOf(run, step).status === 'open';
}

/** Nobody could look the facts up. What cannot be had does not hold, and the question stays open. */
export function factsNotFound(draft: Draft, run: ReleaseRun, step: string, attempt: number, now: Instant): void {
  const awaited = run.awaits?.step === step && run.awaits.attempt === attempt ? run.awaits.purpose : 'show';
  factsFound(draft, run, { actor: BOT, type: 'facts-found', step, attempt, purpose: awaited, facts: [] }, now);
}

function decideGate(draft: Draft, run: ReleaseRun, step: ApproveStep, attempt: number, now: Instant): void {
  if (Object.keys(missingVotes(run, step)).length > 0) return;
  const reasons = unmet(run, step).map(one => `${one.fact}: ${one.says}`);
  if (reasons.length > 0) {
    draft.add(fact('gate.held', { step: step.id, attempt, reasons }), BOT);
    return;
  }
  const votes = gateOf(run, step.id).votes.filter(vote => vote.go);
  const hash = votes[0]?.hash ?? '';
  const says = `go by ${votes.map(vote => `<@${vote.user}> (${vote.roles.map(role => titleOf(run, role)).join(', ')})`).join(', ')}`;
  draft.add(fact('gate.passed', { step: step.id, attempt, hash, says, entersAt: entryBehind(run, step.id, now) }), BOT);
  draft.add(fact('step.finished', { step: step.id, attempt, outputs: { hash }, says, rule: null }), BOT);
}

function titleOf(run: ReleaseRun, role: string): string {
  return run.runbook.product.roles[role]?.title ?? role;
}

function factFor(
  run: ReleaseRun,
  step: ApproveStep,
  condition: FactCondition,
  found: readonly FoundFact[],
  now: Instant,
): FoundFact {
  const name = sayCondition(condition);
  const one = isInternal(run, condition)
    ? judgeInternal(run, step.id, condition, now)
    : (found.find(each => each.fact === name) ?? { fact: name, outcome: 'unknown' as const, says: 'nobody could say' });
  if (one.outcome === 'holds' || !isOverridden(run, step.id, condition, one.outcome)) return one;
  return overridden(run, step.id, one);
}

/** A sentence about the outcomes that differ from those the votes were given on; null: none. Figures may change freely. */
function changes(before: readonly FoundFact[], after: readonly FoundFact[]): string | null {
  const changed = after.filter(one => {
    const old = before.find(each => each.fact === one.fact);
    // A hold is a condition that was not there before.
    return old === undefined ? one.fact === NOT_HELD : approvedOutcome(old) !== approvedOutcome(one);
  });
  const gone = before.filter(one => one.fact === NOT_HELD && !after.some(each => each.fact === NOT_HELD));
  const says = [
    ...changed.map(one => `${one.fact} changed: ${one.says}`),
    ...gone.map(() => 'nothing holds it any more'),
  ];
  return says.length === 0 ? null : says.join('; ');
}

/** What the release type needs before it may begin. */
function needsFound(draft: Draft, run: ReleaseRun, command: Found): void {
  const facts = needsAtStart(run.runbook).map(condition => {
    const name = sayCondition(condition);
    return isInternal(run, condition)
      ? judgeInternal(run, '', condition, draft.now)
      : (command.facts.find(one => one.fact === name) ?? {
          fact: name,
          outcome: 'unknown' as const,
          says: 'nobody could say',
        });
  });
  draft.add(fact('facts.recorded', { step: '', attempt: 0, purpose: 'needs', facts }), BOT);
  const missing = facts.filter(one => one.outcome !== 'holds');
  if (missing.length === 0) return;
  const says = `A ${run.runbook.type.name} release needs ${missing.map(one => `${one.fact} (${one.says})`).join('; ')}.`;
  draft.add(fact('release.paused', { cause: 'gate', says, step: null, watch: null }), BOT);
}
