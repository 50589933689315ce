import type { ReleaseRun, StepState, StepStatus } from './state.ts';

/** Where a step stands, as it ends a sentence: `done already, by <@U1>`. */
export function sayStatus({ status, by }: StepState): string {
  return by !== null && (status === 'done' || status === 'skipped') ? `${WORDS[status]}, by <@${by}>` : WORDS[status];
}

const WORDS: { readonly [status in StepStatus]: string } = {
  pending: 'not begun yet',
  off: 'switched off in this run',
  running: 'under way',
  waiting: 'waiting for an answer',
  done: 'done already',
  failed: 'failed',
  interrupted: 'interrupted',
  skipped: 'skipped',
  cancelled: 'called off',
};

/** How a run that is over ended. */
export function sayEnd(run: ReleaseRun): string {
  if (run.abort !== null) return 'was aborted';
  return run.status === 'rolled-back' ? 'was rolled back' : 'is completed';
}
