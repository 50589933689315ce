import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { withStep } from '#src/domain/procedure/evolve-step.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import { findStep, sectionOf, stateOf } from '#src/domain/procedure/sections.ts';
import type { GateState, ReleaseRun } from '#src/domain/procedure/state.ts';
import { backTo } from './back-to.ts';
import { FACTS_FRESH_MS, missingVotes } from './gate.ts';
import { gateOf } from './gate-state.ts';
import { offsetOfPhase } from './phase-offset.ts';

/** Folds go/no-go: what is asked, who voted, what was found. */
export function evolveGate(run: ReleaseRun, fact: Fact): ReleaseRun {
  switch (fact.type) {
    case 'gate.opened':
      return withGate(run, fact.data.step, {
        status: 'open',
        votes: [],
        facts: [],
        factsAt: null,
        expiresAt: fact.data.expiresAt,
        remarks: gateOf(run, fact.data.step).remarks,
      });
    case 'vote.cast':
      return askedToDecide(withGate(run, fact.data.step, voted(gateOf(run, fact.data.step), fact)), fact);
    case 'phase.started':
      return askedAgain(run, fact);
    case 'facts.recorded':
      return factsRecorded(run, fact);
    case 'gate.passed':
      return withGate(run, fact.data.step, { status: 'passed', entersAt: fact.data.entersAt ?? null });
    case 'gate.held':
      return {
        ...withGate(run, fact.data.step, { remarks: [...gateOf(run, fact.data.step).remarks, ...fact.data.reasons] }),
        awaits: null,
      };
    case 'gate.denied':
      return closed(run, fact.data.step, {
        status: 'denied',
        remarks: [...gateOf(run, fact.data.step).remarks, fact.data.reason],
      });
    case 'gate.expired':
      return closed(run, fact.data.step, { status: 'expired' });
    case 'gate.voided':
      return voided(run, fact);
    default:
      return run;
  }
}

function voted(gate: GateState, fact: Fact & { type: 'vote.cast' }): Partial<GateState> {
  if (fact.actor.kind !== 'person') return {};
  const { user, principal } = fact.actor;
  const { roles, go, reason, hash } = fact.data;
  const others = gate.votes.filter(vote => vote.user !== user);
  const vote = { user, roles, go, reason, hash, at: fact.at, ...(principal === undefined ? {} : { principal }) };
  return { votes: [...others, vote] };
}

/** The vote that completes the quorum asks for the facts once more; only that answer decides. */
function askedToDecide(run: ReleaseRun, fact: Fact & { type: 'vote.cast' }): ReleaseRun {
  const step = findStep(run, fact.data.step);
  if (!fact.data.go || step?.verb !== 'approve' || Object.keys(missingVotes(run, step)).length > 0) return run;
  return { ...run, awaits: { purpose: 'decide', step: step.id, attempt: fact.data.attempt } };
}

/** The phase behind a passed gate begins only after its facts were asked a last time, unless they are fresh. */
function askedAgain(run: ReleaseRun, fact: Fact & { type: 'phase.started' }): ReleaseRun {
  const index = run.runbook.phases.findIndex(phase => phase.id === fact.data.phase);
  const before = run.runbook.phases
    .slice(0, index)
    .filter(phase => run.phases[phase.id]?.status === 'done')
    .at(-1);
  const gate = before?.steps.findLast(step => step.verb === 'approve' && gateOf(run, step.id).status === 'passed');
  if (!gate || fact.at - (gateOf(run, gate.id).factsAt ?? 0) <= FACTS_FRESH_MS) return run;
  return { ...run, awaits: { purpose: 'again', step: gate.id, attempt: stateOf(run, gate.id).attempt } };
}

function factsRecorded(run: ReleaseRun, fact: Fact & { type: 'facts.recorded' }): ReleaseRun {
  const awaited = run.awaits !== null && run.awaits.purpose === fact.data.purpose && run.awaits.step === fact.data.step;
  const next = { ...run, awaits: awaited ? null : run.awaits };
  return fact.data.purpose === 'needs'
    ? next
    : withGate(next, fact.data.step, {
        facts: fact.data.facts,
        factsAt: fact.at,
        ...(fact.data.overdue === undefined ? {} : { overdue: fact.data.overdue }),
      });
}

/** Nothing is decided any more by facts that were asked for before. */
function closed(run: ReleaseRun, step: string, change: Partial<GateState>): ReleaseRun {
  return { ...withGate(run, step, change), awaits: run.awaits?.step === step ? null : run.awaits };
}

/** Back to the question: the gate is open again without votes, and whatever began behind it has not begun. */
function voided(run: ReleaseRun, fact: Fact & { type: 'gate.voided' }): ReleaseRun {
  const gate = gateOf(run, fact.data.step);
  const reopened = { status: 'open', votes: [], remarks: [...gate.remarks, fact.data.says] } as const;
  const expiresAt = gate.expiresAt === null ? null : Math.max(gate.expiresAt, answerBy(run, fact) ?? 0);
  const open = withGate(run, fact.data.step, { ...reopened, expiresAt });
  if (stateOf(run, fact.data.step).status === 'waiting') return open;
  const back = withStep(backTo(open, fact.data.step), fact.data.step, { status: 'waiting', endedAt: null });
  return withGate(back, fact.data.step, { expiresAt: answerBy(run, fact, fact.at) });
}

/**
 * The time to answer begins anew with the question, and after T moved never before the phase would have asked. Null: there
 * is no such limit, or nothing new about it.
 */
function answerBy(run: ReleaseRun, { data }: Fact & { type: 'gate.voided' }, from?: Instant): Instant | null {
  const timeoutMs = findStep(run, data.step)?.timeoutMs ?? null;
  const phase = sectionOf(run, data.step)?.phase ?? null;
  const offset = phase && run.T !== null ? offsetOfPhase(run, phase) : null;
  const asksAt = offset === null ? (from ?? null) : Math.max(from ?? 0, offsetFrom(run, offset, run.T ?? 0));
  return timeoutMs === null || asksAt === null ? null : asksAt + timeoutMs;
}

function withGate(run: ReleaseRun, step: string, change: Partial<GateState>): ReleaseRun {
  return withStep(run, step, { gate: { ...gateOf(run, step), ...change } });
}
