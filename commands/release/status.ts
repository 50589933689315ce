import { releaseCard } from '#src/chat/cards/release.ts';
import type { Verb } from '#src/chat/desk.ts';
import { whichRelease } from '#src/chat/which-run.ts';

/** The card as it is now, for the asker alone; its buttons work there too. */
export const status: Verb = {
  noun: 'release',
  word: 'status',
  usage: 'status [REL-n]',
  help: 'Shows where a release stands',
  inThread: true,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'status');
    return which.ok ? { kind: 'say', message: releaseCard(which.run, desk.now()) } : which.reply;
  },
};
