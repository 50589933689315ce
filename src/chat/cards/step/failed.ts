import type { KnownBlock } from '@slack/types';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { isPast, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { resolvedText, titleOf } from '#src/domain/procedure/titles.ts';
import { actions, button, confirmation, preformatted, section } from '../../blocks.ts';
import { inert } from '../../escape.ts';
import { cut, cutHead } from '../../limits.ts';
import { stepValue } from '../../values.ts';
import { abortDrillButton } from '../drill/buttons.ts';
import { abortButton, declareButton, rollbackButton } from '../release/buttons.ts';
import { skipButton } from './asked.ts';
import { careLine, claimButton, handButton } from './care.ts';

/** Enough to see what went wrong; the whole output is kept beside the timeline. */
const TAIL_MAX = 1_800;
const SAYS_MAX = 1_200;

/** What happened, what to try, the end of the output, and what can be done now. */
export function failedBlocks(run: ReleaseRun | DrillRun, step: AnyStep): readonly KnownBlock[] {
  const state = stateOf(run, step.id);
  // What a command said while it ran is older than what it said in the end.
  const tail = (state.detail ?? '').trim() || state.tail.trim();
  return [
    section(failedSentence(run, step)),
    ...(step.ifFails === null ? [] : [section(`What to try: ${inert(resolvedText(run, step, step.ifFails))}`)]),
    ...(tail === '' ? [] : [preformatted(cutHead(tail, TAIL_MAX))]),
    ...(run.kind === 'release' ? [section(careLine(run, step))] : []),
    ...actions(retryButton(run, step), skipButton(run, step), ...ways(run, step)),
  ];
}

/** The ways out that leave the step as it is. */
function ways(run: ReleaseRun | DrillRun, step: AnyStep) {
  if (run.kind === 'drill') return [abortDrillButton(run)];
  return [rollbackButton(run), declareButton(run), claimButton(run, step), handButton(run, step), abortButton(run)];
}

/** `“Build” failed (attempt 2): exit 1. Nothing goes on until somebody decides.` */
export function failedSentence(run: ReleaseRun | DrillRun, step: AnyStep): string {
  const { status, attempt, says } = stateOf(run, step.id);
  const title = inert(titleOf(run, step));
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  const what =
    status === 'interrupted'
      ? `“${title}” was interrupted${again}, and nobody knows whether it was done: `
      : `“${title}” failed${again}: `;
  return `*✖* ${what}${inert(cut(says, SAYS_MAX))}`;
}

/** An interrupted command may have done its work; repeating one that is not repeatable is asked once more. */
function retryButton(run: ReleaseRun | DrillRun, step: AnyStep) {
  if (isPast(run, step.id)) return null;
  const { status } = stateOf(run, step.id);
  const asks = status === 'interrupted' && !step.repeatable;
  return button({
    text: 'Retry',
    action: 'release.retry',
    value: stepValue(run, step.id),
    style: 'primary',
    ...(asks && {
      confirm: confirmation({
        title: 'Run it once more?',
        text: 'It was interrupted and may have done its work already. The runbook does not call it repeatable.',
        yes: 'Run it again',
      }),
    }),
  });
}
