import type { Fact } from '#src/domain/fact.ts';
import { withStep } from './evolve-step.ts';
import { sectionOf, stateOf } from './sections.ts';
import type { GateState, Run } from './state.ts';

const OPEN: GateState = { status: 'open', expiresAt: null, votes: [], facts: [], factsAt: null, remarks: [] };

/** Folds go/no-go: what is asked, who voted, what was found. */
export function evolveGate(run: Run, fact: Fact): Run {
  switch (fact.type) {
    case 'gate.opened':
      return withGate(run, fact.data.step, {
        ...OPEN,
        expiresAt: fact.data.expiresAt,
        remarks: gateOf(run, fact.data.step).remarks,
      });
    case 'vote.cast':
      return withGate(run, fact.data.step, voted(gateOf(run, fact.data.step), fact));
    case 'facts.recorded':
      return factsRecorded(run, fact);
    case 'gate.passed':
      return withGate(run, fact.data.step, { status: 'passed' });
    case 'gate.held':
      return {
        ...withGate(run, fact.data.step, { remarks: [...gateOf(run, fact.data.step).remarks, ...fact.data.reasons] }),
        awaits: null,
      };
    case 'gate.denied':
      return withGate(run, fact.data.step, {
        status: 'denied',
        remarks: [...gateOf(run, fact.data.step).remarks, fact.data.reason],
      });
    case 'gate.expired':
      return withGate(run, fact.data.step, { status: 'expired' });
    case 'gate.voided':
      return voided(run, fact);
    default:
      return run;
  }
}

export function gateOf(run: Run, step: string): GateState {
  return stateOf(run, step).gate ?? OPEN;
}

function voted(gate: GateState, fact: Fact & { type: 'vote.cast' }): Partial<GateState> {
  if (fact.actor.kind !== 'person') return {};
  const { user } = fact.actor;
  const { roles, go, reason, hash } = fact.data;
  const others = gate.votes.filter(vote => vote.user !== user);
  return { votes: [...others, { user, roles, go, reason, hash, at: fact.at }] };
}

function factsRecorded(run: Run, fact: Fact & { type: 'facts.recorded' }): Run {
  const awaited = run.awaits !== null && run.awaits.purpose === fact.data.purpose && run.awaits.step === fact.data.step;
  const next = { ...run, awaits: awaited ? null : run.awaits };
  return fact.data.purpose === 'needs'
    ? next
    : withGate(next, fact.data.step, { facts: fact.data.facts, factsAt: fact.at });
}

/** Back to the question: the gate is open again without votes, and whatever began behind it has not begun. */
function voided(run: Run, fact: Fact & { type: 'gate.voided' }): Run {
  const gate = gateOf(run, fact.data.step);
  const open = withGate(run, fact.data.step, { status: 'open', votes: [], remarks: [...gate.remarks, fact.data.says] });
  const section = sectionOf(run, fact.data.step);
  if (section === null || stateOf(run, fact.data.step).status === 'waiting') return open;
  const index = run.runbook.phases.findIndex(phase => phase.id === section.id);
  const phases = { ...open.phases };
  for (const later of run.runbook.phases.slice(index + 1)) {
    const state = phases[later.id];
    if (state?.status === 'running') phases[later.id] = { ...state, status: 'pending', startedAt: null };
  }
  const own = phases[section.id];
  if (own) phases[section.id] = { ...own, status: 'running', endedAt: null };
  return withStep({ ...open, phases, awaits: null }, fact.data.step, { status: 'waiting', endedAt: null });
}

function withGate(run: Run, step: string, change: Partial<GateState>): Run {
  return withStep(run, step, { gate: { ...gateOf(run, step), ...change } });
}
