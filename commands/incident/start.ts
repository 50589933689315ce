import type { Desk, Handler } from '#src/chat/desk.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { StartOther } from '#src/domain/runbook/model/incident.ts';
import { onPress, StepRef } from '../handlers.ts';
import { startForm } from '../release/start-form.ts';
import { sayStarted } from '../runbook/start.ts';
import { onIncident } from './which.ts';

/** Another runbook of the product, started from an incident that does not hold it: a drill at once, of a release the form is filled in. */
export async function startFrom(
  desk: Desk,
  run: IncidentRun,
  { channel, thread }: Place,
  start: StartOther,
): Promise<Reply> {
  const product = run.runbook.product.name;
  if (desk.runbooks.drill(product, start.what) !== null) {
    const wanted = { product, drill: start.what, channel, incident: run.id };
    return desk.startDrill(wanted, drill => sayText(sayStarted(drill)));
  }
  if (desk.runbooks.resolve(product, start.what, start.strategy) === null)
    return refuse(
      'start.unknown',
      `${run.runbook.product.title} has no release or drill "${start.what}" that could be started here.`,
    );
  const draft = {
    product,
    type: start.what,
    strategy: start.strategy,
    version: null,
    T: null,
    inputs: start.inputs,
    incident: run.id,
  };
  return startForm(desk, draft, { channel, thread });
}

export const startPressed: Handler = onPress('incident.start', StepRef, ({ run: id, step }, request, desk) =>
  onIncident(desk, id, run => {
    const found = findStep(run, step);
    return found?.verb === 'start'
      ? startFrom(desk, run, request, found.start)
      : refuse('step.not-start', 'Nothing is started here any more. Look at the newest message.');
  }),
);
