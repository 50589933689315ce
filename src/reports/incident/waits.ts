import type { Instant } from '#src/base/time.ts';
import { findStep, HUMAN, sectionOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import type { HandoverStory } from './deeds.ts';
import type { Moment } from './history.ts';
import type { PageStory } from './pages.ts';

/** A time in which somebody was waited for. */
export type Wait = {
  readonly for: 'page' | 'handover' | 'step';
  readonly what: string;
  readonly from: Instant;
  readonly to: Instant;
};

/** Everything that waited for a person, in the order in which it began. */
export function waitsOf(
  run: IncidentRun,
  moments: readonly Moment[],
  {
    pages,
    handovers,
    end,
  }: {
    readonly pages: readonly PageStory[];
    readonly handovers: readonly HandoverStory[];
    readonly end: Instant;
  },
): readonly Wait[] {
  const forPages = pages.map(({ why, requestedAt, acknowledged, failed, ended }): Wait => {
    const to = acknowledged?.at ?? failed?.at ?? ended?.at ?? end;
    return { for: 'page', what: why, from: requestedAt, to };
  });
  const forHandovers = handovers.map(
    ({ to, offered, endedAt }): Wait => ({ for: 'handover', what: to, from: offered.at, to: endedAt ?? end }),
  );
  return [...forPages, ...forHandovers, ...forSteps(run, moments, end)]
    .map(wait => ({ ...wait, to: Math.max(wait.from, Math.min(wait.to, end)) }))
    .sort((a, b) => a.from - b.from);
}

/** How long anybody was waited for: two waits at one time count once, in ms. */
export function waitedMs(waits: readonly Wait[]): number {
  let until = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const { from, to } of [...waits].sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}

/**
 * Steps of an action that ask a person, or failed and need one: the action stands still there. Phases hold nothing back,
 * so how long one of their steps stayed open says nothing about waiting.
 */
function forSteps(run: IncidentRun, moments: readonly Moment[], end: Instant): readonly Wait[] {
  const open = new Map<string, Instant>();
  const waits: Wait[] = [];
  for (const { fact } of moments) {
    if (!STEP.has(fact.type) || !('step' in fact.data)) continue;
    const { step } = fact.data as { readonly step: string };
    const from = open.get(step);
    const needsOne = fact.type === 'step.failed' || fact.type === 'step.interrupted';
    const asksOne = fact.type === 'step.started' && HUMAN.has(findStep(run, step)?.verb ?? 'note');
    if (from !== undefined) waits.push({ for: 'step', what: titleById(run, step), from, to: fact.at });
    open.delete(step);
    if ((needsOne || asksOne) && sectionOf(run, step)?.phase === null) open.set(step, fact.at);
  }
  return [...waits, ...[...open].map(([id, from]): Wait => ({ for: 'step', what: titleById(run, id), from, to: end }))];
}

const STEP: ReadonlySet<Moment['fact']['type']> = new Set([
  'step.started',
  'step.finished',
  'step.failed',
  'step.interrupted',
  'step.retried',
  'step.skipped',
  'step.cancelled',
]);
