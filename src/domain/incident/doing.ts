import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun, StepState } from '#src/domain/procedure/state.ts';
import type { Doing } from '#src/domain/runbook/model/step.ts';

/** The first `do` step that waits and whose deed has been done meanwhile, by whatever button; null: none. */
export function doneBy(run: IncidentRun): NewFact | null {
  for (const section of sectionsNow(run)) {
    for (const step of section.steps) {
      const state = stateOf(run, step.id);
      if (state.status !== 'waiting') continue;
      const says =
        step.verb === 'do' ? isDone(run, step.what, state) : step.verb === 'start' ? started(run, state) : null;
      if (says === null) continue;
      return fact('step.finished', { step: step.id, attempt: state.attempt, outputs: {}, says, rule: null });
    }
  }
  return null;
}

/** Another run was started from here since; null: not yet. */
function started(run: IncidentRun, state: StepState): string | null {
  const link = run.links.find(one => one.at >= (state.startedAt ?? 0));
  return link === undefined ? null : `${link.run} was started`;
}

/** How it came to be so; null: it is not. */
function isDone(run: IncidentRun, what: Doing, state: StepState): string | null {
  switch (what) {
    case 'acknowledge':
      return acknowledged(run);
    case 'lead':
      return run.commander === null ? null : `<@${run.commander}> has command`;
    case 'severity':
      return run.severity;
    case 'update': {
      const last = run.updates.at(-1);
      return last && last.at >= (state.startedAt ?? 0) ? `posted by <@${last.by}>` : null;
    }
    case 'mitigated':
      return run.mitigatedAt === null ? null : 'mitigated';
    case 'resolve':
      return run.status === 'resolved' ? 'resolved' : null;
  }
}

function acknowledged(run: IncidentRun): string | null {
  const pages = Object.values(run.pages);
  if (pages.length === 0) return 'nobody was paged';
  const one = pages.find(page => page.acknowledgedAt !== null);
  return one ? `acknowledged by ${one.acknowledgedBy ?? 'somebody'}` : null;
}
