import type { JsonObject } from '#src/base/json.ts';
import { iso } from '#src/base/time.ts';
import type { ComparedFacts, GateFacts, ReportFacts, WaveFacts } from './facts.ts';
import { figure, isTime } from './figure.ts';

/**
 * The record an audit keeps of a release: the fields of the team's own format, then the verdict, the rollback and the head
 * of the timeline that proves them. Percent for ratios, ms for times.
 */
export function auditRecord(facts: ReportFacts): JsonObject {
  const { verdict, rollback, timeline } = facts;
  return {
    releaseId: facts.releaseId,
    version: facts.version,
    domain: facts.domain,
    approvedBy: approvers(facts.gates).join(', '),
    deployedAt: facts.deployedAt === null ? null : iso(facts.deployedAt),
    completedAt: facts.endedAt === null ? null : iso(facts.endedAt),
    waves: facts.waves.map(waveRecord),
    kpiComparison: Object.fromEntries(facts.comparison.flatMap(kpis)),
    run: facts.run,
    type: facts.type,
    strategy: facts.strategy,
    status: facts.status,
    commit: facts.commit,
    tag: facts.tag,
    approvals: facts.gates.flatMap(approvals),
    exceptions: facts.exceptions.map(({ at, ...exception }) => ({ ...exception, at: iso(at) })),
    rollback: rollback && {
      reason: rollback.reason,
      responsible: rollback.who ?? 'automatic',
      at: iso(rollback.at),
      finishedAt: rollback.finishedAt === null ? null : iso(rollback.finishedAt),
    },
    verdict: verdict?.verdict ?? null,
    success: verdict?.lines.map(line => ({ ...line })) ?? [],
    timeline: { events: timeline.events, head: timeline.head },
  };
}

/** As a file: readable, with a newline at its end. */
export function auditJson(facts: ReportFacts): string {
  return `${JSON.stringify(auditRecord(facts), null, 2)}\n`;
}

/** Everybody whose go made a gate pass, each once. */
function approvers(gates: readonly GateFacts[]): readonly string[] {
  const passed = gates.filter(gate => gate.status === 'passed');
  return [...new Set(passed.flatMap(gate => gate.votes.filter(vote => vote.go).map(vote => vote.who)))];
}

function approvals({ title, votes }: GateFacts): readonly JsonObject[] {
  return votes.map(({ who, roles, go, at, reason }) => ({
    gate: title,
    who,
    roles: [...roles],
    go,
    at: iso(at),
    reason,
  }));
}

function waveRecord({ number, targets, weight, status, startedAt, endedAt }: WaveFacts): JsonObject {
  return {
    wave: number,
    tenants: [...targets],
    traffic: `${weight}%`,
    status,
    startedAt: iso(startedAt),
    endedAt: endedAt === null ? null : iso(endedAt),
  };
}

/** `error-rate` -> `errorRateBefore`, `errorRateAfter`; `p95` is a latency where it is a time. */
function kpis({ metric, unit, before, after }: ComparedFacts): readonly (readonly [string, number | null])[] {
  const name = /^p\d+$/.test(metric) && isTime(unit) ? `${metric}-latency` : metric;
  const key = name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '');
  return [
    [`${key}Before`, figure(unit, before)],
    [`${key}After`, figure(unit, after)],
  ];
}
