import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { Closure } from '#src/domain/policy/calendar/closures.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun, WindowState } from '#src/domain/procedure/state.ts';
import { changesTheWorld } from '#src/domain/runbook/changes.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { closuresOf, isBound, momentsOf } from './bound.ts';

/** May this phase touch its environment now? `shut`: it may not, and that is on record; a fact: what is not on record yet. */
export type Look = 'open' | 'shut' | NewFact;

export function lookAtCalendar(run: ReleaseRun, phase: Phase, now: Instant): Look {
  if (!isBound(run, phase)) return 'open';
  const closures = closuresOf(run, phase, now);
  const known = run.window?.phase === phase.id ? run.window : null;
  if (known !== null && isSame(known, closures) && (known.lookAt === null || now < known.lookAt))
    return closures.length === 0 ? 'open' : 'shut';
  const { until, lookAt } = momentsOf(run, phase, now);
  if (closures.length === 0) return fact('window.opened', { phase: phase.id, until });
  return fact('window.closed', {
    phase: phase.id,
    closures: closures.map(one => ({ ...one })),
    until,
    lookAt,
    again: known !== null && known.closures.length > 0,
  });
}

function isSame({ closures }: WindowState, found: readonly Closure[]): boolean {
  return closures.map(one => one.rule).join('\n') === found.map(one => one.rule).join('\n');
}

/**
 * What takes the place of the next fact of a phase that has begun: while the calendar is closed nothing more is done to the
 * environment, and a person is asked. Looking, asking and telling are bound to no window, and cleaning up is always done.
 */
export function heldByCalendar(run: ReleaseRun, phase: Phase, next: NewFact, now: Instant): NewFact | null {
  if (next.type !== 'step.started' && next.type !== 'wave.started') return null;
  const step = findStep(run, next.data.step);
  if (step === null || step.verb === 'checkpoint' || !changesTheWorld(step)) return null;
  if (!phase.steps.some(one => one.id === step.id)) return null;
  const look = lookAtCalendar(run, phase, now);
  if (look === 'open') return null;
  return look === 'shut' ? windowOver(run) : look;
}

/** The question that follows a window that ended in the middle of a phase. */
export function windowOver(run: ReleaseRun): NewFact {
  const says = `The window is over: ${sayClosures(run.window?.closures ?? [])}. Nothing more is done to production until it is open again, or opened by those who may, and somebody presses Resume.`;
  return fact('release.paused', { cause: 'window', says, step: null, watch: null });
}

export function sayClosures(closures: readonly Pick<Closure, 'says'>[]): string {
  return closures.map(one => one.says).join('; ');
}
