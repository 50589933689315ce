import { z } from 'zod';
import type { Handler } from '#src/chat/desk.ts';
import { besideField, refuse } from '#src/chat/reply.ts';
import type { Form } from '../handlers.ts';
import { onForm, textIn } from '../handlers.ts';
import { declared } from './declare.ts';
import { instantIn } from './declare-fields.ts';
import type { Draft } from './declare-form.ts';
import { declareForm } from './declare-form.ts';
import { similarTo } from './similar.ts';

const Source = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    channel: z.string(),
    ts: z.string(),
    permalink: z.string().nullable(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('release'), run: z.string(), says: z.string() }),
  z.object({ kind: z.literal('alert'), environment: z.string(), alert: z.string().nullable(), says: z.string() }),
]);

const Kept = z.object({
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  draft: z.object({
    product: z.string().nullable(),
    severity: z.string().nullable(),
    service: z.string().nullable(),
    title: z.string(),
    impact: z.string(),
    source: Source.nullable(),
    said: z.string().nullable(),
  }),
});

/** Another product, grade or service: who is called changes, so the form is drawn anew. What was typed Slack keeps. */
export const productChosen = chosen('incident.declare-product', product => ({
  product,
  severity: null,
  service: null,
}));
export const severityChosen = chosen('incident.declare-severity', severity => ({ severity }));
export const serviceChosen = chosen('incident.declare-service', service => ({
  service: service === '' ? null : service,
}));

function chosen(name: string, change: (value: string) => Partial<Draft>): Handler {
  return {
    name,
    async run(request, desk) {
      const view = request.kind === 'action' ? request.view : null;
      if (request.kind !== 'action' || view === null) return refuse('declare.form', 'This form is not open any more.');
      const kept = Kept.safeParse(JSON.parse(view.metadata));
      if (!kept.success) return refuse('declare.form', 'This form is of another version. Close it and declare again.');
      const { channel, thread, draft } = kept.data;
      return declareForm(desk, { channel, thread, person: request.person }, { ...draft, ...change(request.value) });
    },
  };
}

export const declareSent: Handler = onForm('incident.declare', Kept, async ({ channel, thread, draft }, form, desk) => {
  const product = textIn(form, 'incident.declare-product') || draft.product;
  const severity = textIn(form, 'incident.declare-severity') || draft.severity;
  // Sent before the redraw arrived: the grades shown are those of another product.
  if (product !== draft.product)
    return declareForm(desk, { channel, thread, person: form.person }, { ...draft, product, severity: null });
  if (product === null || severity === null) return { kind: 'errors', errors: { severity: 'Choose how bad it is.' } };
  const occurredAt = instantIn(textIn(form, 'started'));
  if (occurredAt !== null && occurredAt > desk.now())
    return { kind: 'errors', errors: { started: 'It cannot have begun in the future. Leave it empty for now.' } };
  const service = textIn(form, 'incident.declare-service') || null;
  const drill = flagsIn(form).includes('drill');
  const similar = await similarTo(desk, { product, service, drill }, { user: form.person.user, channel });
  const reply = await desk.declare(
    {
      product,
      severity,
      title: textIn(form, 'title') || null,
      service,
      impact: textIn(form, 'impact') || null,
      commander: textIn(form, 'commander') || null,
      occurredAt,
      drill,
      private: flagsIn(form).includes('private'),
      source: draft.source,
    },
    run => declared(run, similar),
  );
  return besideField(reply, 'severity');
});

function flagsIn(form: Form): readonly string[] {
  const flags = form.values['flags'];
  return Array.isArray(flags) ? flags : [];
}
