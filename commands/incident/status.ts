import { incidentCard } from '#src/chat/cards/incident/card.ts';
import type { Verb } from '#src/chat/desk.ts';
import { whichIncident } from '#src/chat/which-run.ts';

/** The card as it is now, for the asker alone; its buttons work there too. */
export const status: Verb = {
  noun: 'incident',
  word: 'status',
  usage: 'status [INC-n]',
  help: 'Shows where an incident stands',
  inThread: true,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'status');
    return which.ok ? { kind: 'say', message: incidentCard(which.run, desk.now()) } : which.reply;
  },
};
