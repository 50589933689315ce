import { section } from '#src/chat/blocks.ts';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { fieldName, inputFields, readField } from '#src/chat/input-fields.ts';
import { modal } from '#src/chat/modal.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { checkInputs, withInputs } from '#src/domain/runbook/inputs.ts';
import type { Input, InputValue } from '#src/domain/runbook/model/terms.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import type { Form } from '../handlers.ts';
import { formFor, onForm, onPress, StepRef } from '../handlers.ts';

export const answerPressed: Handler = onPress('release.answer', StepRef, async (ref, { channel, thread }, desk) => {
  const run = await desk.run(ref.run);
  const step = run && findStep(run, ref.step);
  if (!run || step?.verb !== 'ask') return refuse('step.not-ask', 'Nothing is asked here any more.');
  const view = modal({
    form: 'release.answer',
    title: 'Answer',
    submit: 'Answer',
    place: { channel, thread },
    data: ref,
    blocks: [
      section(`“${inert(titleOf(run, step))}” of ${inert(run.id)}`),
      ...inputFields(step.fields, scopeOf(run, { step: step.id })),
    ],
  });
  const { run: id, ...asked } = ref;
  return formFor(desk, id, { type: 'answer', ...asked, answers: {} }, { kind: 'modal', view });
});

export const answerSent: Handler = onForm('release.answer', StepRef, async ({ run: id, ...ref }, form, desk) => {
  const run = await desk.run(id);
  const step = run && findStep(run, ref.step);
  if (!run || step?.verb !== 'ask') return refuse('step.not-ask', 'Nothing is asked here any more.');
  const read = readAnswers(step.fields, form, scopeOf(run, { step: step.id }));
  if (!read.ok) return { kind: 'errors', errors: read.errors };
  const reply = await desk.handle(id, { type: 'answer', ...ref, answers: read.values }, () => NOTHING);
  const first = step.fields[0];
  return first ? besideField(reply, fieldName(first)) : reply;
});

export type ReadAnswers =
  | { readonly ok: true; readonly values: { readonly [name: string]: InputValue } }
  /** A sentence by block, for the form. */
  | { readonly ok: false; readonly errors: { readonly [blockId: string]: string } };

/** The answers of a form to a runbook's questions, each judged beside its own field. */
export function readAnswers(inputs: readonly Input[], form: Form, scope: Scope): ReadAnswers {
  const typed: { [name: string]: InputValue } = {};
  for (const input of inputs) {
    const value = readField(input, form.values[fieldName(input)]);
    if (value !== null) typed[input.name] = value;
  }
  const known = withInputs(inputs, typed, scope);
  const values: { [name: string]: InputValue } = {};
  const errors: { [blockId: string]: string } = {};
  for (const input of inputs) {
    const value = typed[input.name];
    const checked = checkInputs([input], value === undefined ? {} : { [input.name]: value }, known);
    if (checked.ok) Object.assign(values, checked.values);
    else errors[fieldName(input)] = checked.problems.join(' ').replace(`${input.name}: `, '');
  }
  return Object.keys(errors).length === 0 ? { ok: true, values } : { ok: false, errors };
}
