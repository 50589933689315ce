import { parseDuration } from '#src/base/time.ts';
import type { Input, InputValue } from './model/terms.ts';
import type { Scope } from './template.ts';
import { judgeWhen } from './when.ts';

export type CheckedInputs =
  | { readonly ok: true; readonly values: { readonly [name: string]: InputValue } }
  | { readonly ok: false; readonly problems: readonly string[] };

export type Given = { readonly [name: string]: InputValue };

/**
 * Fills defaults and checks what people typed: one sentence a problem, with what came and what to do. What its `when`
 * switches off is not demanded and may be left out. `scope`: what such a `when` may name beside these inputs.
 */
export function checkInputs(inputs: readonly Input[], given: Given, scope: Scope = nothing): CheckedInputs {
  const values: { [name: string]: InputValue } = {};
  const problems: string[] = [];
  const known = withInputs(inputs, given, scope);
  for (const input of inputs) {
    const value = given[input.name] ?? input.default;
    if (value === null || value === '') {
      if (isAsked(input, known) === 'yes') problems.push(`${input.name}: an answer is needed to "${input.ask}"`);
    } else {
      const problem = checkValue(input, value);
      if (problem !== null) problems.push(`${input.name}: ${problem}`);
      values[input.name] = value;
    }
  }
  for (const name of Object.keys(given)) {
    if (!inputs.some(input => input.name === name)) problems.push(`${name}: this runbook asks no such thing`);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values };
}

/** Is this question asked here? `unknown`: what its `when` names has no value yet. */
export function isAsked({ when }: Input, scope: Scope): 'yes' | 'no' | 'unknown' {
  if (when === null) return 'yes';
  const holds = judgeWhen(when, scope);
  return holds.ok ? (holds.value ? 'yes' : 'no') : 'unknown';
}

/** A scope in which `inputs.<name>` is what was given, or the default. */
export function withInputs(inputs: readonly Input[], given: Given, scope: Scope = nothing): Scope {
  return name => {
    const input = inputs.find(one => `inputs.${one.name}` === name);
    return input === undefined ? scope(name) : (given[input.name] ?? input.default ?? undefined);
  };
}

/** What is known of a run before it begins. `strategy` null: it is still to be chosen. */
export function scopeOfStart(type: string, strategy: string | null): Scope {
  return name => (name === 'run.type' ? type : name === 'run.strategy' ? (strategy ?? undefined) : undefined);
}

function nothing(): undefined {
  return undefined;
}

function checkValue(input: Input, value: InputValue): string | null {
  const said = JSON.stringify(value);
  switch (input.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : `${said} is not a number`;
    case 'yes-no':
      return value === 'yes' || value === 'no' ? null : `${said} is neither yes nor no`;
    case 'choice':
      return typeof value === 'string' && input.options.includes(value)
        ? null
        : `${said} is not one of ${input.options.join(', ')}`;
    case 'list':
      return Array.isArray(value) && value.length <= LIST_MAX ? null : `${said} is not a list of at most ${LIST_MAX}`;
    case 'duration':
      return typeof value === 'string' && parseDuration(value) ? null : `${said} is not a duration such as 15m`;
    case 'link':
      return typeof value === 'string' && /^https?:\/\/\S+$/.test(value)
        ? null
        : `${said} is not a link beginning with https://`;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? null
        : `${said} is not a date such as 2026-11-24`;
    default:
      return checkText(input, value);
  }
}

function checkText(input: Input, value: InputValue): string | null {
  if (typeof value !== 'string') return `${JSON.stringify(value)} is not a text`;
  if (value.length > TEXT_MAX) return `is ${value.length} characters long, at most ${TEXT_MAX} are allowed`;
  if (input.pattern === null || new RegExp(`^(?:${input.pattern})$`, 'u').test(value)) return null;
  return `${JSON.stringify(value)} does not look like ${input.pattern}`;
}

/** As many as a step may run `each` for. */
const LIST_MAX = 20;
/** A Slack text field holds 3,000. */
const TEXT_MAX = 3_000;
