import { resolveText } from '#src/domain/runbook/template.ts';
import { scopeOf } from './scope.ts';
import type { AnyStep } from './sections.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** What people call a step: as it was resolved when it started, else as far as it can be now. Not escaped. */
export function titleOf(run: Run, step: AnyStep): string {
  const { resolved } = stateOf(run, step.id);
  if (typeof resolved['title'] === 'string') return resolved['title'];
  return resolvedText(run, step, step.title);
}

export function titleById(run: Run, id: string): string {
  const step = findStep(run, id);
  return step === null ? id : titleOf(run, step);
}

/** As the thread tells it: what is done once for each of a list has one name, for its title moves on to the next of them. */
export function toldTitle(run: Run, id: string): string {
  const step = findStep(run, id);
  return step !== null && step.each !== null ? resolvedText(run, step, step.title) : titleById(run, id);
}

/** A text of a step with what is known filled in; `…` stands for what has no value yet. */
export function resolvedText(run: Run, step: AnyStep, text: string): string {
  const list = step.each === null ? undefined : scopeOf(run, { step: step.id })(step.each);
  const values = Array.isArray(list) ? list.join(', ') : String(list ?? '');
  const each = values === '' ? '…' : values;
  const resolved = resolveText(text, scopeOf(run, { step: step.id, each }));
  return resolved.ok ? resolved.value : text.replaceAll(/\$\{\{[^}]*\}\}/g, '…');
}
