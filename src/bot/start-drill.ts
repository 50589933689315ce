import type { StartDrillRequest } from '#src/chat/desk.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import { mayStartDrill } from '#src/domain/policy/who-may.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { recordSystem } from '#src/engine/system.ts';
import type { DeskParts } from './deciding.ts';
import { actorOf, decide, filesOf, findExecutables, incidentRule, streamOf } from './deciding.ts';

/** Starts a drill of a product: in its channel `drills`, else `releases`, else where it was asked for. */
export async function startDrill(
  parts: DeskParts,
  incoming: Incoming,
  { product, drill, channel: here, incident }: StartDrillRequest,
  say: (after: Run) => Reply,
): Promise<Reply> {
  // Pressed in an incident, the press itself is answered under the request's own key.
  const asked = incident === undefined ? incoming : { ...incoming, key: `${incoming.key}:drill` };
  // A second delivery must not take a second number.
  const earlier = await parts.store.readRequest(asked.key);
  if (earlier !== null) return earlier as unknown as Reply;
  const runbook = parts.runbooks.drill(product, drill);
  if (!runbook)
    return refuse('drill.unknown', `${product} has no drill "${drill}". /runbook list shows what there is.`);
  const { channels } = runbook.product;
  const channel = channels['drills'] ?? channels['releases'] ?? here;
  if (channel === null)
    return refuse('drill.channel', `${runbook.product.title} names no channel "drills". Start it in a channel.`);
  const actor = await actorOf(parts, incoming, runbook.product);
  const may = mayStartDrill(runbook, actor);
  const byIncident =
    !may.ok && may.code === 'who.role' ? await incidentRule(parts, { incident }, runbook, actor) : null;
  if (!may.ok && byIncident === null) {
    // There is no run whose timeline could hold it, and a refusal shall not use up a number.
    const denied = fact('access.denied', { what: `start ${drill}`, why: may.why });
    await recordSystem(parts.store, denied, parts.clock.now(), actor);
    return refuse(may.code, may.why);
  }
  const id = `DRILL-${await parts.store.nextNumber('DRILL')}`;
  const command: PersonCommand = {
    type: 'start-drill',
    actor,
    id,
    runbook,
    channel,
    executables: await findExecutables(parts.commands, runbook),
    incident: incident ?? null,
    byIncident,
    people: await parts.roles.people(runbook.product),
  };
  return decide(parts, asked, streamOf(id), command, say, filesOf(parts, product));
}
