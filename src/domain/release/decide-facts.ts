import { BOT } from '#src/domain/actor.ts';
import type { FoundFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { ApproveStep } from '#src/domain/procedure/gate.ts';
import {
  isInternal,
  isOverridden,
  judgeInternal,
  missingVotes,
  overridden,
  requiredFacts,
  sayCondition,
  unmet,
} from '#src/domain/procedure/gate.ts';
import { gateOf } from '#src/domain/procedure/gate-state.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { WorldCommand } from './commands.ts';
import type { Draft } from './draft.ts';

type Found = WorldCommand & { readonly type: 'facts-found' };

/** The facts asked for have come: shown, and where they were asked for a decision, decided by. */
export function factsFound(draft: Draft, run: Run, command: Found): void {
  if (!isAskedFor(run, command)) return;
  if (command.purpose === 'needs') return needsFound(draft, run, command);
  const step = findStep(run, command.step);
  if (step?.verb !== 'approve') return;
  const before = gateOf(run, step.id).facts;
  const facts = requiredFacts(run, step).map(condition => factFor(run, step, condition, command.facts));
  draft.add(fact('facts.recorded', { step: step.id, attempt: command.attempt, purpose: command.purpose, facts }), BOT);
  const changed = changes(before, facts);
  const after = draft.run;
  if (after === null) return;
  if (changed !== null && gateOf(after, step.id).votes.length > 0) {
    draft.add(
      fact('gate.voided', {
        step: step.id,
        attempt: command.attempt,
        says: `${changed}, so every vote is asked again`,
      }),
      BOT,
    );
  } else if (command.purpose === 'decide' && gateOf(after, step.id).status === 'open')
    decideGate(draft, after, step, command.attempt);
}

/** An answer to a question nobody asks any more (a no-go came first, the run turned round) changes nothing. */
function isAskedFor(run: Run, { purpose, step, attempt }: Found): boolean {
  if (purpose !== 'show')
    return run.awaits?.purpose === purpose && run.awaits.step === step && run.awaits.attempt === attempt;
  const state = stateOf(run, step);
  return state.status === 'waiting' && state.attempt === attempt && gateOf(run, step).status === 'open';
}

/** Nobody could look the facts up. What cannot be had does not hold, and the question stays open. */
export function factsNotFound(draft: Draft, run: Run, step: string, attempt: number): void {
  const awaited = run.awaits?.step === step && run.awaits.attempt === attempt ? run.awaits.purpose : 'show';
  factsFound(draft, run, { actor: BOT, type: 'facts-found', step, attempt, purpose: awaited, facts: [] });
}

function decideGate(draft: Draft, run: Run, step: ApproveStep, attempt: number): void {
  if (Object.keys(missingVotes(run, step)).length > 0) return;
  const reasons = unmet(run, step).map(one => `${one.fact}: ${one.says}`);
  if (reasons.length > 0) {
    draft.add(fact('gate.held', { step: step.id, attempt, reasons }), BOT);
    return;
  }
  const votes = gateOf(run, step.id).votes.filter(vote => vote.go);
  const hash = votes[0]?.hash ?? '';
  const says = `go by ${votes.map(vote => `<@${vote.user}> (${vote.roles.map(role => titleOf(run, role)).join(', ')})`).join(', ')}`;
  draft.add(fact('gate.passed', { step: step.id, attempt, hash, says }), BOT);
  draft.add(fact('step.finished', { step: step.id, attempt, outputs: { hash }, says, rule: null }), BOT);
}

function titleOf(run: Run, role: string): string {
  return run.runbook.product.roles[role]?.title ?? role;
}

function factFor(run: Run, step: ApproveStep, condition: FactCondition, found: readonly FoundFact[]): FoundFact {
  const name = sayCondition(condition);
  const one = isInternal(run, condition)
    ? judgeInternal(run, step.id, condition)
    : (found.find(each => each.fact === name) ?? { fact: name, outcome: 'unknown' as const, says: 'nobody could say' });
  if (one.outcome === 'holds' || !isOverridden(run, step.id, condition)) return one;
  return overridden(run, step.id, one);
}

/** A sentence about the outcomes that differ from those the votes were given on; null: none. Figures may change freely. */
function changes(before: readonly FoundFact[], after: readonly FoundFact[]): string | null {
  const changed = after.filter(one => {
    const old = before.find(each => each.fact === one.fact);
    return old !== undefined && old.outcome !== one.outcome;
  });
  return changed.length === 0 ? null : changed.map(one => `${one.fact} changed: ${one.says}`).join('; ');
}

/** What the release type needs before it may begin. */
function needsFound(draft: Draft, run: Run, command: Found): void {
  const facts = run.runbook.type.needs.map(condition => {
    const name = sayCondition(condition);
    return isInternal(run, condition)
      ? judgeInternal(run, '', condition)
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
