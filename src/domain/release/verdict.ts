import type { EventData } from '#src/domain/events.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { SuccessLine } from '#src/domain/runbook/model/release.ts';

type Line = EventData<'release.completed'>['lines'][number];
type Judgement = Pick<Line, 'outcome' | 'why'>;

/** Was the release a success? Each line of `success` is met, not met or not known; it is shown and changes nothing by itself. */
export function verdictOf(run: ReleaseRun): EventData<'release.completed'> {
  const lines = run.runbook.success.map((line): Line => ({ says: line.says, ...judgeLine(run, line) }));
  const failed = lines.some(line => line.outcome === 'not-met');
  const proven = lines.length > 0 && lines.every(line => line.outcome === 'met');
  return { verdict: failed ? 'failed' : proven ? 'success' : 'not-proven', lines };
}

function judgeLine(run: ReleaseRun, line: SuccessLine): Judgement {
  switch (line.condition.kind) {
    case 'passed':
      return worst(line.condition.steps.map(id => judgeStep(run, id)));
    case 'never-rollback':
      return run.rollback === null
        ? { outcome: 'met', why: 'no rollback' }
        : { outcome: 'not-met', why: `rolled back: ${run.rollback.reason}` };
    case 'complete-audit':
      return worst(
        run.runbook.type.audit.map(item => judgeAudit(run, item)),
        `the type ${run.runbook.type.name} does not say under audit what the record has to hold`,
      );
  }
}

function judgeStep(run: ReleaseRun, id: string): Judgement {
  const { status, says, resolved } = stateOf(run, id);
  const title = typeof resolved['title'] === 'string' ? resolved['title'] : (findStep(run, id)?.title ?? id);
  if (status === 'done') return { outcome: 'met', why: `${title}: ${says === '' ? 'done' : says}` };
  if (status === 'failed' || status === 'interrupted') return { outcome: 'not-met', why: `${title}: ${says}` };
  return { outcome: 'not-known', why: `${title}: ${status}` };
}

/** What the audit record must hold: approvals, the rollout's waves, or a phase or step by its id. */
function judgeAudit(run: ReleaseRun, item: string): Judgement {
  if (item === 'approvals') {
    const gates = run.runbook.phases
      .flatMap(phase => phase.steps)
      .filter(step => step.verb === 'approve' && step.off === null);
    return worst(
      gates.map(step => judgeStep(run, step.id)),
      'no approval in this runbook',
    );
  }
  const phase = run.phases[item];
  if (phase)
    return phase.status === 'done'
      ? { outcome: 'met', why: `${item}: on record` }
      : { outcome: 'not-met', why: `${item}: ${phase.status}` };
  return judgeStep(run, item);
}

function worst(all: readonly Judgement[], whenNone = 'nothing to judge'): Judgement {
  const order = ['not-met', 'not-known', 'met'] as const;
  for (const outcome of order) {
    const found = all.filter(one => one.outcome === outcome);
    if (found.length > 0) return { outcome, why: found.map(one => one.why).join('; ') };
  }
  return { outcome: 'not-known', why: whenNone };
}
