import type { Desk } from '#src/chat/desk.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import { isVisible } from '#src/chat/visible.ts';
import type { WhichRun } from '#src/chat/which-run.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';

/** The incident a button or form was drawn for. */
export async function onIncident(
  desk: Desk,
  id: string,
  then: (run: IncidentRun) => Reply | Promise<Reply>,
): Promise<Reply> {
  const run = await desk.incident(id);
  return run === null ? refuse('run.absent', `There is no ${id}. /incident list shows what there is.`) : then(run);
}

/** For what is done afterwards: where none is open, the last one of this channel is meant. */
export async function whichRecent(
  desk: Desk,
  request: Incoming,
  text: string,
  word: string,
): Promise<WhichRun<IncidentRun>> {
  const which = await whichIncident(desk, request, text, word);
  if (which.ok || which.reply.kind !== 'refusal' || which.reply.code !== 'run.none' || request.channel === null)
    return which;
  const [last] = await desk.runs({ kind: 'incident', channel: request.channel, limit: 1 });
  const run = last && isVisible(last, request.person.user, request.channel) ? await desk.incident(last.id) : null;
  return run === null ? which : { ok: true, run, text };
}
