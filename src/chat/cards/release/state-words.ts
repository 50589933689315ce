import { unreachable } from '#src/base/assert.ts';
import { currentPhase } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isOver } from '#src/domain/release/over.ts';

/** The state of a run in a few words. Not escaped. */
export function stateWords(run: ReleaseRun): string {
  switch (run.status) {
    case 'running':
      return currentPhase(run)?.title ?? 'Running';
    case 'paused':
      return run.rollback ? 'Rollback paused' : 'Paused';
    case 'rolling-back':
      return 'Rolling back';
    case 'rolled-back':
      return closing(run, 'Rolled back');
    case 'aborted':
      return closing(run, 'Aborted');
    case 'completed':
      return closing(run, `Completed${verdictWords(run.verdict)}`);
    default:
      return unreachable(run.status);
  }
}

/** `: a success`; nothing where the runbook says nothing about what a success is. */
export function verdictWords(verdict: ReleaseRun['verdict']): string {
  if (verdict === null || verdict.lines.length === 0) return '';
  switch (verdict.verdict) {
    case 'success':
      return ': a success';
    case 'failed':
      return ': not a success';
    default:
      return ': success not proven';
  }
}

/** Beside the words, never instead of them. */
export function stateSign(run: ReleaseRun): string {
  switch (run.status) {
    case 'running':
      return '📦';
    case 'paused':
      return '⏸️';
    case 'rolling-back':
    case 'rolled-back':
      return '↩️';
    case 'aborted':
      return '⏹️';
    case 'completed':
      return run.verdict?.verdict === 'success' || run.verdict?.lines.length === 0 ? '✅' : '⚠️';
    default:
      return unreachable(run.status);
  }
}

/** `VALERO 1.3.0 minor`. Not escaped. */
export function whatIsReleased(run: ReleaseRun): string {
  const { product, type } = run.runbook;
  return [product.title, run.version, type.name].filter(part => part !== null).join(' ');
}

function closing(run: ReleaseRun, words: string): string {
  return isOver(run) ? words : `${words}, closing`;
}
