import { z } from 'zod';
import { SECOND } from '#src/base/time.ts';
import type { Handler } from '#src/chat/desk.ts';
import { besideField, refuse } from '#src/chat/reply.ts';
import { checkInputs, scopeOfStart } from '#src/domain/runbook/inputs.ts';
import { onForm, textIn } from '../handlers.ts';
import { readAnswers } from './answer.ts';
import { cardChannel, started } from './start.ts';
import { startForm } from './start-form.ts';
import type { StartDraft } from './start-words.ts';
import { VERSION } from './start-words.ts';

const Draft = z.object({
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  product: z.string().nullable(),
  type: z.string().nullable(),
  strategy: z.string().nullable(),
  version: z.string().nullable(),
  T: z.number().nullable(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  incident: z.string().optional(),
});

/** Another product or type was chosen: the form is redrawn with its questions. Slack keeps what was typed meanwhile. */
export const productChosen: Handler = chosen('release.start-product', product => ({
  product,
  type: null,
  strategy: null,
}));
export const typeChosen: Handler = chosen('release.start-type', type => ({ type, strategy: null }));

function chosen(name: string, change: (value: string) => Partial<StartDraft>): Handler {
  return {
    name,
    async run(request, desk) {
      const view = request.kind === 'action' ? request.view : null;
      if (request.kind !== 'action' || view === null) return refuse('start.form', 'This form is not open any more.');
      const drawn = Draft.safeParse(JSON.parse(view.metadata));
      if (!drawn.success) return refuse('start.form', 'This form is of another version. Close it and start again.');
      const { channel, thread, ...draft } = drawn.data;
      return startForm(desk, { ...draft, ...change(request.value) }, { channel, thread });
    },
  };
}

export const startSent: Handler = onForm('release.start', Draft, async ({ channel, thread, ...drawn }, form, desk) => {
  const product = textIn(form, 'release.start-product') || drawn.product;
  const type = textIn(form, 'release.start-type') || drawn.type;
  if (product === null || type === null) return { kind: 'errors', errors: { product: 'Choose a product first.' } };
  // Sent before the redraw arrived: the questions shown are those of another type, so they are asked again.
  if (product !== drawn.product || type !== drawn.type)
    return startForm(desk, { ...drawn, product, type, strategy: null }, { channel, thread });
  const strategy = textIn(form, 'release.start-strategy') || drawn.strategy;
  const runbook = desk.runbooks.resolve(product, type, strategy);
  if (runbook === null)
    return { kind: 'errors', errors: { type: `There is no ${type} release of ${product} any more.` } };
  const version = textIn(form, 'version');
  const at = textIn(form, 'at');
  const T = at === '' ? null : Number(at) * SECOND;
  const scope = scopeOfStart(runbook.type.name, runbook.strategy);
  const answers = readAnswers(runbook.inputs, form, scope);
  const errors = {
    ...(answers.ok ? {} : answers.errors),
    ...(version !== '' && !VERSION.test(version) && { version: 'Write three numbers, for example 1.3.0.' }),
    ...(version === '' && runbook.type.bump === 'ask' && { version: 'This type needs a version, for example 1.3.0.' }),
    ...(T !== null && T <= desk.now() && { at: 'This moment is past. Choose a later one, or leave it empty.' }),
  };
  if (!answers.ok || Object.keys(errors).length > 0) return { kind: 'errors', errors };
  const checked = checkInputs(runbook.inputs, answers.values, scope);
  if (!checked.ok) return { kind: 'errors', errors: { type: checked.problems.join(' ') } };
  const request = { product, type, strategy, inputs: checked.values, T, version: version === '' ? null : version };
  const from = drawn.incident === undefined ? {} : { incident: drawn.incident };
  const reply = await desk.start({ ...request, ...from, channel: cardChannel(desk, product, channel) }, started);
  return besideField(reply, 'type');
});
