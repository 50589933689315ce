import type { Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { sayText } from '#src/chat/reply.ts';
import { recentRelease } from '#src/chat/which-run.ts';
import { mayTakePart } from './may.ts';

/** The deployment report as the run stands now; the one at its end is written by the runbook's own steps. */
export const report: Verb = {
  noun: 'release',
  word: 'report',
  usage: 'report [REL-n]',
  help: 'Writes a report of the release as it stands now into its thread',
  may: mayTakePart,
  inThread: true,
  async run(request, text, desk) {
    const which = await recentRelease(desk, request, text, 'report');
    if (!which.ok) return which.reply;
    return desk.handle(which.run.id, { type: 'report' }, after =>
      sayText(`The report of ${inert(after.id)} is being written from its timeline; it comes into the thread.`),
    );
  },
};
