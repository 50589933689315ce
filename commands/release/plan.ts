import { context, preformatted, section } from '#src/chat/blocks.ts';
import type { Desk, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { cut } from '#src/chat/limits.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { readStart } from './start-words.ts';

/** A message holds 13,200 characters. */
const PLAN_MAX = 12_000;

/** Of a run, or of one that could be started: the words are those of start. */
export const plan: Verb = {
  noun: 'release',
  word: 'plan',
  usage: 'plan [REL-n] | plan TYPE [as for start]',
  help: 'Shows what would happen, step by step, without doing anything',
  async run(request, text, desk) {
    if (text === '' || /^REL-\d+(?:\s|$)/i.test(text)) {
      const which = await whichRelease(desk, request, text, 'plan');
      return which.ok ? planOfRun(desk, which.run) : which.reply;
    }
    const wanted = await readStart(text, desk, request.channel);
    if (!wanted.ok) return refuse('plan.words', wanted.problem);
    const { product, type, strategy, inputs, T, version } = wanted.draft;
    if (product === null || type === null)
      return refuse(
        'plan.type',
        'Say which type, for example /release plan minor. /release start shows the types there are.',
      );
    const steps = desk.runbooks.plan(
      { product, type, strategy, inputs, T, version, channel: null },
      desk.now(),
      await desk.calendar(product),
    );
    return planned(`The plan of a ${type} release of ${product}. Nothing has been done.`, steps);
  },
};

export async function planOfRun(desk: Desk, run: ReleaseRun): Promise<Reply> {
  const request = {
    product: run.runbook.product.name,
    type: run.runbook.type.name,
    strategy: run.runbook.strategy,
    inputs: run.inputs,
    T: run.T,
    version: run.version,
    channel: run.channel,
  };
  // Planned from the files of today; the run itself keeps those it started with.
  return planned(
    `The plan behind ${run.id}, from the runbook as it is now.`,
    desk.runbooks.plan(request, desk.now(), await desk.calendar(request.product)),
  );
}

/** A plan as a message; one that is too long says where the rest is. */
export function planned(title: string, text: string): Reply {
  const rest =
    text.length > PLAN_MAX
      ? [context('It is longer than a message; the operator prints all of it with `npm run gonogo plan`.')]
      : [];
  const blocks = [section(inert(title)), preformatted(cut(text, PLAN_MAX)), ...rest];
  return { kind: 'say', message: { text: inert(title), blocks } };
}
