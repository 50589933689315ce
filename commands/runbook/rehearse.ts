import type { Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { refuse } from '#src/chat/reply.ts';
import { readWhat } from './which.ts';

export const rehearse: Verb = {
  noun: 'runbook',
  word: 'rehearse',
  usage: 'rehearse TYPE|DRILL [PRODUCT]',
  help: 'Runs it in virtual time without doing anything, and shares the report',
  async run(request, text, desk) {
    const read = readWhat(text, desk, request.channel);
    if (!read.ok) return refuse('runbook.unknown', read.problem);
    const { what } = read;
    if (what.kind === 'incident')
      return refuse('rehearse.incident', 'Incidents cannot be rehearsed yet; /incident declare has a box for a drill.');
    const { name, title } = what.product;
    const named = what.kind === 'release' ? what.type : what.drill.id;
    return desk.rehearse({
      product: name,
      what: named,
      title: `${inert(title)} ${inert(named)}`,
      channel: request.channel,
      user: request.person.user,
    });
  },
};
