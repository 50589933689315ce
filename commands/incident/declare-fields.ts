import type { InputBlock, KnownBlock } from '@slack/types';
import { SECOND } from '#src/base/time.ts';
import { context, plainText } from '#src/chat/blocks.ts';
import type { ProductInfo } from '#src/chat/desk.ts';
import { inert, link } from '#src/chat/escape.ts';
import { option } from '#src/chat/input-fields.ts';
import { cut } from '#src/chat/limits.ts';
import { textField } from '#src/chat/modal.ts';
import type { IncidentSource } from '#src/domain/incident/state.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';

/** Longer is an essay; what is left of it goes into the impact. */
export const TITLE_MAX = 140;

export function productField(products: readonly ProductInfo[], chosen: string): InputBlock {
  return choice(
    'product',
    'Product',
    products.map(one => [one.name, one.title]),
    chosen,
  );
}

export function impactField(initial: string): InputBlock {
  const hint = 'In numbers where you know them. It may stay empty for now.';
  return textField({ name: 'impact', label: 'What do users feel?', hint, optional: true, initial });
}

export function titleField(initial: string): InputBlock {
  const hint = 'It may stay empty: a title can be given any time.';
  return textField({
    name: 'title',
    label: 'What is wrong?',
    hint,
    optional: true,
    multiline: false,
    initial,
  });
}

/** Each grade with the line people decide by. */
export function severityField({ grades }: IncidentRunbook, chosen: string | null): InputBlock {
  const options = grades.slice(0, 10).map(grade => ({
    text: plainText(`${grade.name} ${grade.title}`.trim(), 75),
    description: plainText(grade.criteria, 75),
    value: grade.name,
  }));
  const initial = options.find(one => one.value === chosen);
  return {
    type: 'input',
    block_id: 'severity',
    dispatch_action: true,
    label: plainText('How bad is it? When in doubt, the higher one.', 100),
    element: {
      type: 'radio_buttons',
      action_id: 'gonogo:incident.declare-severity',
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

/** None where the product names no services. */
export function serviceField({ product }: IncidentRunbook, chosen: string | null): readonly InputBlock[] {
  const names = Object.keys(product.services).filter(name => name !== 'default');
  return names.length === 0
    ? []
    : [
        {
          ...choice(
            'service',
            'Which service?',
            names.map(name => [name, name]),
            chosen,
          ),
          optional: true,
        },
      ];
}

/** A menu whose choice redraws the form: who is called depends on it. */
function choice(
  name: 'product' | 'service',
  label: string,
  entries: readonly (readonly [value: string, text: string])[],
  chosen: string | null,
): InputBlock {
  const options = entries.slice(0, 100).map(([value, text]) => ({ ...option(value), text: plainText(text, 75) }));
  const initial = options.find(one => one.value === chosen);
  return {
    type: 'input',
    block_id: name,
    dispatch_action: true,
    label: plainText(label, 100),
    element: {
      type: 'static_select',
      action_id: `gonogo:incident.declare-${name}`,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

/** Who leads, since when, and whether it is a drill or private. */
export function restFields({ product }: IncidentRunbook, user: string): readonly InputBlock[] {
  const flags = [
    { text: plainText('A drill: nobody is paged, no release is held', 75), value: 'drill' },
    ...(product.channels['private'] === undefined
      ? []
      : [{ text: plainText('Private: in a channel of its own, not listed', 75), value: 'private' }]),
  ];
  return [
    {
      type: 'input',
      block_id: 'commander',
      label: plainText('Who leads?', 100),
      element: { type: 'users_select', action_id: 'commander', initial_user: user },
    },
    {
      type: 'input',
      block_id: 'started',
      optional: true,
      label: plainText('When did it begin? In your own time zone', 100),
      hint: plainText('Empty: now', 100),
      element: { type: 'datetimepicker', action_id: 'started' },
    },
    {
      type: 'input',
      block_id: 'flags',
      optional: true,
      label: plainText('Is it special?', 100),
      element: { type: 'checkboxes', action_id: 'flags', options: flags },
    },
  ];
}

/** From where it is declared: a message, or a release that stands still. */
export function sourceBlock(source: IncidentSource | null): readonly KnownBlock[] {
  if (source === null) return [];
  if (source.kind === 'release')
    return [context(`Declared from ${inert(source.run)}: ${inert(cut(source.says, 500))}`)];
  if (source.kind === 'alert')
    return [context(`Measured in ${inert(source.environment)}: ${inert(cut(source.says, 500))}`)];
  const from = source.permalink === null ? 'a message' : link(source.permalink, 'a message');
  return [context(`Declared from ${from}: “${inert(cut(source.text, 300))}”`)];
}

/** An instant of a date and time field, which counts seconds; null where it was left empty. */
export function instantIn(seconds: string): number | null {
  return seconds === '' ? null : Number(seconds) * SECOND;
}
