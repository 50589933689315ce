import type { Verb } from '#src/chat/desk.ts';
import { channelLink, inert } from '#src/chat/escape.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import { readWhat } from './which.ts';

export const start: Verb = {
  noun: 'runbook',
  word: 'start',
  usage: 'start DRILL [PRODUCT]',
  help: 'Starts a drill',
  async run(request, text, desk) {
    const read = readWhat(text, desk, request.channel);
    if (!read.ok) return refuse('runbook.unknown', read.problem);
    const { what } = read;
    if (what.kind === 'incident') return refuse('start.incident', 'An incident is declared: /incident declare');
    if (what.kind === 'release')
      return refuse('start.release', `"${what.type}" is a release: /release start ${what.type} ${what.product.name}`);
    const wanted = { product: what.product.name, drill: what.drill.id, channel: request.channel };
    return desk.startDrill(wanted, run => sayText(sayStarted(run)));
  },
};

export function sayStarted(run: DrillRun): string {
  return `${inert(run.id)} has started: ${inert(run.title)}. Its card is in ${channelLink(run.channel)}.`;
}
