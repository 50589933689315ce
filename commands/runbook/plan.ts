import type { Verb } from '#src/chat/desk.ts';
import { refuse } from '#src/chat/reply.ts';
import { planned, plan as planOfRelease } from '../release/plan.ts';
import { readWhat } from './which.ts';

export const plan: Verb = {
  noun: 'runbook',
  word: 'plan',
  usage: 'plan TYPE|incident|DRILL [PRODUCT]',
  help: 'Shows what would happen, step by step, without doing anything',
  async run(request, text, desk) {
    const read = readWhat(text, desk, request.channel, 'release');
    // The words of a release may say more: a version, a time, answers.
    if (!read.ok || read.what.kind === 'release')
      return read.ok ? planOfRelease.run(request, text, desk) : refuse('runbook.unknown', read.problem);
    const { what } = read;
    const { name, title } = what.product;
    return what.kind === 'incident'
      ? planned(`What declaring an incident of ${title} does. Nothing has been done.`, desk.runbooks.planIncident(name))
      : planned(
          `The plan of the drill ${what.drill.title}. Nothing has been done.`,
          desk.runbooks.planDrill(name, what.drill.id),
        );
  },
};
