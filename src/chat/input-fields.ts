import type { InputBlock, PlainTextOption } from '@slack/types';
import { unreachable } from '#src/base/assert.ts';
import type { Given } from '#src/domain/runbook/inputs.ts';
import { isAsked } from '#src/domain/runbook/inputs.ts';
import type { Input, InputValue } from '#src/domain/runbook/model/terms.ts';
import type { Scope } from '#src/domain/runbook/template.ts';
import { sayWhen } from '#src/domain/runbook/when.ts';
import { plainText } from './blocks.ts';
import { cut } from './limits.ts';

type Typed = string | readonly string[] | null | undefined;

/** The fields of those questions that are asked here; one of which that cannot be told yet may be left empty. */
export function inputFields(inputs: readonly Input[], scope: Scope, given: Given = {}): readonly InputBlock[] {
  return inputs.flatMap(input => {
    const asked = isAsked(input, scope);
    return asked === 'no' ? [] : [inputField(input, given[input.name] ?? null, asked === 'unknown')];
  });
}

/** A field of a form for one question of a runbook, prefilled. Its block and its answer go by `input.<name>`. */
function inputField(input: Input, given: InputValue | null, unsure: boolean): InputBlock {
  const format = HINTS[input.type] ?? input.pattern;
  const only = unsure && input.when ? `Only needed when ${sayWhen(input.when).replace('inputs.', '')}` : null;
  const hint = [format, only].filter(part => part !== null && part !== '').join('. ');
  return {
    type: 'input',
    block_id: fieldName(input),
    // An empty field of a question with a default means that default.
    optional: unsure || input.default !== null,
    label: plainText(input.ask, 1_000),
    ...(hint !== '' && { hint: plainText(hint, 1_000) }),
    element: element(input, given ?? input.default),
  };
}

export function fieldName(input: Input): string {
  return `input.${input.name}`;
}

/** What was typed in that field as the value a runbook knows; null: left empty. */
export function readField(input: Input, given: Typed): InputValue | null {
  if (given === null || given === undefined || given === '') return null;
  if (typeof given !== 'string') return input.type === 'list' ? given : given.join(', ');
  return readText(input, given);
}

/** The same for what was typed behind `name=`. What does not fit is kept as it came, so that the check can name it. */
export function readText(input: Input, text: string): InputValue {
  const trimmed = text.trim();
  switch (input.type) {
    case 'number':
      return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
    case 'yes-no':
      return YES_NO[trimmed.toLowerCase()] ?? trimmed;
    case 'list':
      return trimmed
        .split(/[,\n]/)
        .map(one => one.trim())
        .filter(one => one !== '');
    default:
      return trimmed;
  }
}

const YES_NO: { readonly [word: string]: string } = {
  yes: 'yes',
  y: 'yes',
  true: 'yes',
  no: 'no',
  n: 'no',
  false: 'no',
};

const HINTS: { readonly [type in Input['type']]?: string } = {
  list: 'Separated by commas',
  duration: 'For example 90s, 15m or 2h',
  link: 'Beginning with https://',
};

function element(input: Input, value: InputValue | null): InputBlock['element'] {
  const action_id = fieldName(input);
  const text = value === null ? '' : typeof value === 'object' ? value.join(', ') : String(value);
  switch (input.type) {
    case 'yes-no':
      return select(action_id, ['yes', 'no'], text);
    case 'choice':
      return canBeMenu(input.options) ? select(action_id, input.options, text) : typed(action_id, text);
    case 'date':
      return { type: 'datepicker', action_id, ...(/^\d{4}-\d{2}-\d{2}$/.test(text) && { initial_date: text }) };
    case 'number':
      return { type: 'number_input', action_id, is_decimal_allowed: true, ...(text !== '' && { initial_value: text }) };
    case 'user':
      return { type: 'users_select', action_id, ...(/^[UW][A-Z0-9]+$/.test(text) && { initial_user: text }) };
    case 'text':
    case 'list':
    case 'duration':
    case 'link':
    case 'service':
      return typed(action_id, text);
    default:
      return unreachable(input.type);
  }
}

function typed(action_id: string, text: string): InputBlock['element'] {
  return {
    type: 'plain_text_input',
    action_id,
    max_length: 3_000,
    ...(text !== '' && { initial_value: cut(text, 3_000) }),
  };
}

function select(action_id: string, names: readonly string[], chosen: string): InputBlock['element'] {
  const options = names.map(option);
  const initial = options.find(one => one.value === chosen);
  return { type: 'static_select', action_id, options, ...(initial && { initial_option: initial }) };
}

export function option(name: string): PlainTextOption {
  return { text: plainText(name, 75), value: name };
}

/** Slack's menus hold a hundred entries with values of 75 characters; what does not fit is typed. */
function canBeMenu(options: readonly string[]): boolean {
  return options.length > 0 && options.length <= 100 && options.every(one => one.length <= 75 && one !== '');
}
