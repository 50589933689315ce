import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { ChecklistItem } from '#src/domain/runbook/model/step.ts';
import type { AnyStep } from './sections.ts';
import { allSteps, findStep, isSettled, sectionOf, stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** Items of a list or a checkpoint; other steps have none. */
export function itemsOf(step: AnyStep): readonly ChecklistItem[] {
  return step.verb === 'checklist' || step.verb === 'checkpoint' ? step.items : [];
}

/** What `from: <id>` ticks by itself now that this step or phase is done, in every list that is open. */
export function ticksFrom(run: Run, done: string): readonly NewFact[] {
  return allSteps(run).flatMap(step => (isOpenForTicks(run, step) ? ticks(run, step, item => item.from === done) : []));
}

/** When a list opens: items whose step or phase was done before. */
export function ticksAtStart(run: Run, id: string): readonly NewFact[] {
  const step = findStep(run, id);
  return step ? ticks(run, step, item => item.from !== null && isDone(run, item.from)) : [];
}

function ticks(run: Run, step: AnyStep, which: (item: ChecklistItem) => boolean): readonly NewFact[] {
  const state = stateOf(run, step.id);
  return itemsOf(step)
    .filter(item => which(item) && state.ticks[item.id]?.holds !== true)
    .map(item =>
      fact('item.ticked', { step: step.id, item: item.id, holds: true, remark: null, rule: `from ${item.from}` }),
    );
}

/** A list while it waits; a checkpoint from its phase's start on. */
function isOpenForTicks(run: Run, step: AnyStep): boolean {
  const state = stateOf(run, step.id);
  if (step.verb === 'checklist') return state.status === 'waiting';
  if (step.verb !== 'checkpoint' || isSettled(state)) return false;
  const section = sectionOf(run, step.id);
  return section?.phase == null || run.phases[section.id]?.status === 'running';
}

function isDone(run: Run, id: string): boolean {
  return run.phases[id]?.status === 'done' || stateOf(run, id).status === 'done';
}
