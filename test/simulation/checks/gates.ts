import type { Fact } from '#src/domain/fact.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Timeline } from './end.ts';

/**
 * I15 to I17, recomputed from the events alone: a gate passes only by a captain and an owner, two people, full members,
 * for one hash, since it was last opened, and never after it was denied or expired.
 */
export function checkGates({ stream, facts }: Timeline): readonly string[] {
  return facts.flatMap((fact, index) => {
    if (fact.type !== 'gate.passed') return [];
    const why = wrong(facts.slice(0, index), fact);
    return why === null ? [] : [`I15-I17 ${stream} ${fact.seq}: the gate passed ${why}`];
  });
}

type Passed = Fact & { type: 'gate.passed' };
type Vote = Fact & { type: 'vote.cast' };

function wrong(before: readonly Fact[], passed: Passed): string | null {
  const { step, hash } = passed.data;
  const own = before.filter(fact => 'step' in fact.data && fact.data.step === step);
  const asked = own.slice(own.findLastIndex(fact => fact.type === 'gate.opened' || fact.type === 'gate.voided'));
  const closed = asked.find(fact => ['gate.denied', 'gate.expired', 'step.cancelled'].includes(fact.type));
  if (closed) return `although ${closed.type}`;
  const leading = isForOthers(before, step) ? leadersOf(before) : [];
  const last = new Map(asked.filter(isVote).map(vote => [vote.actor.kind === 'person' ? vote.actor.user : '', vote]));
  const valid = [...last].filter(
    ([user, { data, actor }]) =>
      data.go && data.hash === hash && actor.kind === 'person' && actor.standing === 'full' && !leading.includes(user),
  );
  const captains = valid.filter(([, vote]) => vote.data.roles.includes('captain')).map(([user]) => user);
  const owners = valid.filter(([, vote]) => vote.data.roles.includes('owner')).map(([user]) => user);
  if (!captains.some(captain => owners.some(owner => owner !== captain))) return 'without a captain and another owner';
  const recorded = asked.findLast(fact => fact.type === 'facts.recorded');
  const facts = recorded?.type === 'facts.recorded' ? recorded.data.facts : [];
  const open = facts.find(one => one.outcome !== 'holds' && one.outcome !== 'overridden');
  return open ? `although "${open.fact}" is ${open.outcome}` : null;
}

/** The runbook wants somebody else to say go than whoever started or leads it. */
function isForOthers([started]: readonly Fact[], gate: string): boolean {
  if (started?.type !== 'release.started') return false;
  const { phases } = started.data.runbook as unknown as ReleaseRunbook;
  const step = phases.flatMap(phase => phase.steps).find(one => one.id === gate);
  return step?.verb === 'approve' && step.notInitiator;
}

/** Whoever started it, and whoever leads it now. */
function leadersOf(before: readonly Fact[]): readonly string[] {
  const captain = before.findLast(fact => fact.type === 'release.captain-set');
  const started = before[0]?.actor;
  return [
    ...(started?.kind === 'person' ? [started.user] : []),
    ...(captain?.type === 'release.captain-set' ? [captain.data.user] : []),
  ];
}

function isVote(fact: Fact): fact is Vote {
  return fact.type === 'vote.cast';
}
