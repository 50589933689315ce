import type { Desk, Handler } from '#src/chat/desk.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { StartOther } from '#src/domain/runbook/model/incident.ts';
import { onPress, StepRef } from '../handlers.ts';
import { startForm } from '../release/start-form.ts';
import { onIncident } from './which.ts';

/** Another runbook of the product, started from an incident: the form is filled in, and that incident does not hold it. */
export function startFrom(desk: Desk, run: IncidentRun, { channel, thread }: Place, start: StartOther): Reply {
  const product = run.runbook.product.name;
  if (desk.runbooks.resolve(product, start.what, start.strategy) === null)
    return refuse(
      'start.unknown',
      `${run.runbook.product.title} has no release "${start.what}" that could be started here.`,
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
