import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { when } from '../../dates.ts';
import { inert, mention } from '../../escape.ts';
import { cut } from '../../limits.ts';
import { shown } from '../../shown.ts';

const SAYS_MAX = 800;

/** How an answered question ended, in one line. */
export function outcomeLine(run: Run, step: AnyStep, attempt: number): string {
  const state = stateOf(run, step.id);
  const title = `“${inert(titleOf(run, step))}”`;
  if (state.attempt === 0) return `– ${title} was not reached.`;
  if (state.attempt !== attempt) return `↻ ${title}, attempt ${attempt}: it was done again; a newer message shows how.`;
  const by = state.by === null ? '' : ` by ${mention(state.by)}`;
  const voters = (state.gate?.votes ?? []).map(vote => vote.user);
  const says = state.says === '' ? '' : `: ${shown(run, cut(state.says, SAYS_MAX), voters)}`;
  switch (state.status) {
    case 'done':
      return `✔ ${title} is done${by}${says}`;
    case 'skipped':
      return `⤼ ${title} was skipped${by}${says}`;
    case 'cancelled':
      return `– ${title} was called off${says}`;
    case 'failed':
    case 'interrupted':
      return `✖ ${title} ${state.status === 'failed' ? 'failed' : 'was interrupted'}${says}`;
    case 'pending':
      return state.retryAt === null
        ? `↻ ${title} is done again.`
        : `↻ ${title} failed and is tried again ${when(state.retryAt)}${says}`;
    default:
      return `▶ ${title} is under way.`;
  }
}
