import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { blockers, NOTHING_GIVEN } from '#src/domain/incident/resolve-gate.ts';
import { onPress, RunRef } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { resolveForm } from './resolve-form.ts';
import { onIncident } from './which.ts';

/** At once where nothing stands in the way and the summary is typed; else the form lists what does, with the way out of each. */
export const resolve: Verb = {
  noun: 'incident',
  word: 'resolve',
  usage: 'resolve [SUMMARY]',
  help: 'Ends it; the form says what is still missing, and how to get there',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'resolve');
    if (!which.ok) return which.reply;
    const { run, text: summary } = which;
    if (summary === '' || blockers(run, NOTHING_GIVEN, desk.now()).length > 0)
      return resolveForm(desk, run, request, summary);
    return desk.handle(run.id, { type: 'resolve', summary, mitigatedAt: null, ...NOTHING_GIVEN }, after =>
      sayText(`${inert(after.id)} is resolved.`),
    );
  },
};

export const resolvePressed: Handler = onPress('incident.resolve', RunRef, ({ run: id }, request, desk) =>
  onIncident(desk, id, run => resolveForm(desk, run, request, '')),
);
