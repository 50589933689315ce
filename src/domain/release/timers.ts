import type { Instant } from '#src/base/time.ts';
import { pageMoments } from '#src/domain/incident/timers.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import { forward, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Timers } from '#src/domain/procedure/timers.ts';
import { procedureTimers } from '#src/domain/procedure/timers.ts';
import { WARN_MS } from './calendar/decide.ts';
import { careTimers } from './care.ts';
import { escalationsDue } from './escalate.ts';
import { pagingOf } from './paging.ts';
import { datedPhases, offsetOfPhase } from './phase-offset.ts';

export function releaseTimers(run: ReleaseRun): Timers {
  const phase = waitingPhase(run);
  const timers = { ...procedureTimers(run), ...careTimers(run) };
  const next: Timers = phase ? { [`phase:${phase.id}`]: { at: phase.at, policy: 'catch-up' } } : {};
  return { ...timers, ...next, ...dueTimers(run), ...windowTimers(run), ...pageTimers(run) };
}

function pageTimers(run: ReleaseRun): Timers {
  const moments = Object.values(run.pages).flatMap(page =>
    pageMoments(pagingOf(run), page).map(([name, at]) => [`${name}:${page.id}`, { at, policy: 'catch-up' }] as const),
  );
  const chain = escalationsDue(run).map(({ rule, at }) => [`escalate:${rule}`, { at, policy: 'catch-up' }] as const);
  return Object.fromEntries([...moments, ...chain]);
}

/** When the calendar has to be looked at again, and when the end of a window is announced. */
function windowTimers(run: ReleaseRun): Timers {
  const { window } = run;
  const status = window && run.phases[window.phase]?.status;
  if (window === null || isFinal(run) || run.rollback || run.abort) return {};
  if (status !== 'running' && (status !== 'pending' || window.closures.length === 0)) return {};
  const look: Timers =
    window.lookAt === null ? {} : { [`window:${window.phase}`]: { at: window.lookAt, policy: 'catch-up' } };
  if (window.closures.length > 0 || window.until === null || window.warned) return look;
  const at = Math.max(window.at, window.until - WARN_MS);
  return { ...look, [`window-warning:${window.phase}`]: { at, policy: 'coalesce' } };
}

/** Moments of phases that something before them may still hold up: their people are told then, once. */
function dueTimers(run: ReleaseRun): Timers {
  if (run.T === null || !run.timed || isFinal(run) || run.rollback || run.abort) return {};
  const timers: { [name: string]: Timers[string] } = {};
  for (const { id, at } of datedPhases(run, run.T)) {
    const waits = (run.phases[id]?.status ?? 'pending') === 'pending' || askedEarly(run, id) !== null;
    if (waits && run.phases[id]?.due !== true) timers[`phase-due:${id}`] = { at, policy: 'catch-up' };
  }
  return timers;
}

/** The go or no-go of a phase that began before its moment, because T moved since, and waits for an answer; null: none. */
export function askedEarly(run: ReleaseRun, id: string): string | null {
  const phase = run.runbook.phases.find(one => one.id === id);
  if (run.movedAt === null || run.phases[id]?.status !== 'running') return null;
  return phase?.steps.find(step => step.verb === 'approve' && stateOf(run, step.id).status === 'waiting')?.id ?? null;
}

/** The phase that begins by itself when its moment comes, for nothing else is waited for. */
export function waitingPhase(run: ReleaseRun): { readonly id: string; readonly at: Instant } | null {
  if (run.status !== 'running' || run.T === null) return null;
  for (const { phase } of forward(run)) {
    const state = phase && run.phases[phase.id];
    if (!phase || !state || state.status === 'done' || state.status === 'skipped' || state.status === 'off') continue;
    const offset = offsetOfPhase(run, phase);
    return state.status === 'pending' && offset !== null ? { id: phase.id, at: offsetFrom(run, offset, run.T) } : null;
  }
  return null;
}
