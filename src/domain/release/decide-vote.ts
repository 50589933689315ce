import { BOT } from '#src/domain/actor.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { isSamePerson } from '#src/domain/policy/quorum.ts';
import { hasRole, mayWithRole, sayRoles, standing } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { sayStatus } from '#src/domain/procedure/say-status.ts';
import { findStep, forward, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { ApproveStep } from './gate.ts';
import {
  approvalHash,
  isOverridden,
  missingVotes,
  overridden,
  requiredFacts,
  sayCondition,
  votingRoles,
} from './gate.ts';
import { gateOf } from './gate-state.ts';
import { holding, NOT_HELD, sayHold } from './hold.ts';

const CHANGED =
  'What is to be approved changed since you looked. Look at the newest go/no-go message in the thread and press there.';

/** A vote counts only for what was shown: run, step, attempt and the hash of what is approved. */
export function decideVote(draft: Draft, run: ReleaseRun, command: PersonCommand & { type: 'vote' }): Refusal | null {
  const { actor } = command;
  const step = findStep(run, command.step);
  if (step?.verb !== 'approve') return { code: 'vote.nothing', text: `Nothing in ${run.id} waits for a go or no-go.` };
  const state = stateOf(run, step.id);
  const gate = gateOf(run, step.id);
  if (state.status !== 'waiting' || gate.status !== 'open')
    return { code: 'vote.closed', text: `The go/no-go of ${run.id} ${closed(run, step)}` };
  if (state.attempt !== command.attempt) return { code: 'vote.stale', text: CHANGED };
  const wanted = votingRoles(step);
  const may = mayWithRole(run, actor, wanted, `Go or no-go of ${run.id}`);
  if (!may.ok) return deny(draft, actor, 'vote', may);
  const roles = wanted.filter(role => hasRole(run, actor, [role]) !== null);
  if (!command.go) return noGo(draft, run, step, command, roles);
  // Handing it over frees nobody, and neither does taking it.
  const own = [run.initiator, ...run.captains].find(user => isSelf(run, user, actor));
  if (isForOthers(run, step) && own !== undefined) {
    const leads = own === run.captain ? 'lead' : 'led';
    const why = `You ${own === run.initiator ? 'started' : leads} ${run.id}, so somebody else has to say go.`;
    return deny(draft, actor, 'vote', { ok: false, code: 'vote.initiator', why });
  }
  if (gate.factsAt === null)
    return { code: 'vote.too-early', text: 'The required facts are still being looked up. Press again in a moment.' };
  if (command.hash !== approvalHash(run, step.id)) return { code: 'vote.stale', text: CHANGED };
  const other = gate.votes.find(vote => vote.go && vote.user !== actor.user && isSamePerson(actor, vote));
  if (other !== undefined) {
    const why = `You said go already as <@${other.user}>: two accounts of one mail address are one person.`;
    return deny(draft, actor, 'vote', { ok: false, code: 'vote.same-person', why });
  }
  if (isRepeated(run, step, command)) return { code: 'vote.again', text: 'Your go is on record already.' };
  draft.add(
    fact('vote.cast', {
      step: step.id,
      attempt: state.attempt,
      go: true,
      roles,
      hash: command.hash,
      reason: command.reason,
      rule: `${roles.join(', ')}: go`,
    }),
    actor,
  );
  return null;
}

/** Whoever takes a release over says go no more where its captain must not: what they said before is asked of somebody else. */
export function voidOwnGo(draft: Draft, captain: PersonCommand['actor']): void {
  const run = draft.release;
  for (const step of forward(run).flatMap(section => section.steps)) {
    if (step.verb !== 'approve' || !isForOthers(run, step)) continue;
    const { status, votes } = gateOf(run, step.id);
    if (status !== 'open' || !votes.some(vote => vote.go && isSamePerson(vote, captain))) continue;
    const says = `<@${captain.user}> said go and leads the release now, so every vote is asked again`;
    draft.add(fact('gate.voided', { step: step.id, attempt: stateOf(run, step.id).attempt, says }), BOT);
  }
}

function isForOthers(run: ReleaseRun, step: ApproveStep): boolean {
  return step.notInitiator && !run.runbook.product.soloOperator;
}

function isSelf(run: ReleaseRun, user: string, actor: PersonCommand['actor']): boolean {
  return isSamePerson(actor, { user, principal: run.principals[user] });
}

/** Why no vote counts now, and what asks for one again. */
function closed(run: ReleaseRun, step: ApproveStep): string {
  const { status } = gateOf(run, step.id);
  if (stateOf(run, step.id).status === 'waiting' && status === 'denied')
    return 'was stopped by a no-go. Resume on the card asks the question again.';
  if (stateOf(run, step.id).status === 'waiting' && status === 'expired')
    return 'ran out of time. Resume on the card asks the question again.';
  return `is not open: it is ${sayStatus(stateOf(run, step.id))}.`;
}

/** A double click. Once all votes are there and something else held the gate, another press looks again. */
function isRepeated(run: ReleaseRun, step: ApproveStep, { actor, hash }: PersonCommand & { type: 'vote' }): boolean {
  const mine = gateOf(run, step.id).votes.some(vote => vote.user === actor.user && vote.go && vote.hash === hash);
  return mine && (run.awaits?.purpose === 'decide' || Object.keys(missingVotes(run, step)).length > 0);
}

/** One no-go stops the run with a reason; Resume asks the question again. */
function noGo(
  draft: Draft,
  run: ReleaseRun,
  step: ApproveStep,
  command: PersonCommand & { type: 'vote' },
  roles: readonly string[],
): Refusal | null {
  const reason = command.reason?.trim() ?? '';
  if (reason === '')
    return { code: 'vote.reason', text: 'A no-go needs a reason: write in a sentence what speaks against it.' };
  const { attempt } = stateOf(run, step.id);
  const vote = {
    step: step.id,
    attempt,
    go: false,
    roles: [...roles],
    hash: approvalHash(run, step.id),
    reason,
    rule: `${roles.join(', ')}: no-go`,
  };
  draft.add(fact('vote.cast', vote), command.actor);
  draft.add(fact('gate.denied', { step: step.id, attempt, reason }), command.actor);
  draft.add(
    fact('release.paused', {
      cause: 'gate',
      says: `No-go by <@${command.actor.user}>: ${reason}`,
      step: step.id,
      watch: null,
    }),
    command.actor,
  );
  return null;
}

/** Accepts one unmet fact with a reason. It changes what is approved, so earlier votes are voided visibly. */
export function decideOverride(
  draft: Draft,
  run: ReleaseRun,
  command: PersonCommand & { type: 'override' },
): Refusal | null {
  const step = findStep(run, command.step);
  const condition =
    step?.verb === 'approve' ? requiredFacts(run, step).find(one => sayCondition(one) === command.fact) : undefined;
  if (step?.verb !== 'approve' || !condition)
    return { code: 'override.nothing', text: `${run.id} does not ask for "${command.fact}".` };
  if (condition.override === null)
    return { code: 'override.never', text: `The runbook lets nobody accept "${command.fact}"; it has to hold.` };
  const gate = gateOf(run, step.id);
  if (stateOf(run, step.id).status !== 'waiting' || gate.status !== 'open')
    return { code: 'override.closed', text: `The go/no-go of ${run.id} is not open, so nothing can be accepted.` };
  const outcome = gate.facts.find(found => found.fact === command.fact)?.outcome ?? 'unknown';
  if (outcome === 'holds' || outcome === 'overridden') {
    const so = outcome === 'holds' ? 'holds' : 'is accepted already';
    return { code: 'override.nothing', text: `"${command.fact}" ${so}; there is nothing to accept.` };
  }
  const isHold = condition.fact === NOT_HELD;
  if (isHold && command.found !== undefined && command.found !== sayHold(run)) {
    const text = `Something else holds ${run.id} since you looked: ${sayHold(run)}. Nothing was accepted; press again.`;
    return { code: 'override.changed', text };
  }
  const known = standing(command.actor);
  if (!known.ok) return deny(draft, command.actor, 'override', known);
  const roles = Object.keys(condition.override).filter(role => command.actor.roles.includes(role));
  if (roles.length === 0) {
    const why = `Accepting "${command.fact}" is for ${sayRoles(run.runbook, Object.keys(condition.override))}.`;
    return deny(draft, command.actor, 'override', { ok: false, code: 'who.role', why });
  }
  if (command.reason.trim() === '')
    return {
      code: 'override.reason',
      text: 'Accepting a fact that does not hold needs a reason: write it in a sentence.',
    };
  const what = `${step.id}:${command.fact}`;
  const rule = `${roles.join(', ')}: override`;
  const bound = isHold ? { outcome, holds: holding(run) } : { outcome };
  draft.add(fact('override.given', { what, reason: command.reason, rule, roles, ...bound }), command.actor);
  const after = draft.release;
  if (isOverridden(after, step.id, condition, outcome)) rerecord(draft, after, step, command.fact);
  return null;
}

function rerecord(draft: Draft, run: ReleaseRun, step: ApproveStep, accepted: string): void {
  const { attempt } = stateOf(run, step.id);
  const gate = gateOf(run, step.id);
  const facts = gate.facts.map(found => (found.fact === accepted ? overridden(run, step.id, found) : found));
  draft.add(fact('facts.recorded', { step: step.id, attempt, purpose: 'show', facts }), { kind: 'bot' });
  if (gate.votes.length > 0) {
    draft.add(
      fact('gate.voided', { step: step.id, attempt, says: `"${accepted}" was accepted, so every vote is asked again` }),
      { kind: 'bot' },
    );
  }
}
