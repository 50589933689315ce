import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { forward, RECORDS_STEP, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import type { Noted } from './events.ts';

/** How a drill came out. It passed when all of it was done and every figure is known; what was passed over proves nothing. */
export function endOfDrill(run: DrillRun): NewFact {
  const records = run.runbook.records.map(record => noted(run, record));
  const unknown = records.filter(one => one.value === null).map(one => `"${one.ask}" is not known`);
  const reasons = [...leftOut(run), ...unknown];
  return fact('drill.ended', { passed: reasons.length === 0, reasons, records });
}

/** Steps a person passed over, and those that failed and were gone past, also where somebody asked for them again too late. */
function leftOut(run: DrillRun): readonly string[] {
  return forward(run)
    .flatMap(section => section.steps)
    .flatMap(step => {
      const { status, attempt, by, says } = stateOf(run, step.id);
      if (status === 'pending' && attempt > 0) return [`"${titleOf(run, step)}" failed and was not done again`];
      if (status === 'failed') return [`"${titleOf(run, step)}" failed: ${says}`];
      return status === 'skipped' && by !== null ? [`"${titleOf(run, step)}" was skipped: ${says}`] : [];
    });
}

function noted(run: DrillRun, record: DrillRun['runbook']['records'][number]): Noted {
  if (record.kind === 'asked') {
    const { name, ask } = record.input;
    return { name, ask, value: sayValue(stateOf(run, RECORDS_STEP).outputs[name]) };
  }
  const { name, from } = record;
  return { name, ask: name, value: sayValue(scopeOf(run)(from)) };
}

function sayValue(value: unknown): string | null {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
