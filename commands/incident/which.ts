import type { Desk } from '#src/chat/desk.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
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
