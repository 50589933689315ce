import type { JsonObject } from '#src/base/json.ts';
import type { Judge } from '../judge.ts';
import { type ArgumentType, COMMON_ARGUMENTS, type MethodSpec } from '../methods.ts';

/** The arguments of one call, read as their types say; an argument of the wrong type reads as absent. */
export type Arguments = {
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** The text of a required argument; empty when a dropped rule let it be missing. */
  need(name: string): string;
  flag(name: string): boolean;
  number(name: string): number | undefined;
  list(name: string): readonly string[];
  json(name: string): unknown;
};

/** What a request carried: a decoded form, a query, or a JSON body. */
export type RawArguments = { readonly [name: string]: unknown };

/** Throws `Refused` for unknown, missing and mistyped arguments; naming them, as Slack does. */
export function readArguments(spec: MethodSpec, raw: RawArguments, judge: Judge): Arguments {
  const types = { ...COMMON_ARGUMENTS, ...spec.arguments };
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(raw)) {
    const type = types[name];
    judge.require('argument-known', type !== undefined, 'invalid_arguments', `[ERROR] unknown argument: ${name}`);
    if (type === undefined || value === undefined || value === null || value === '') continue;
    const read = READ[type](value);
    judge.require('argument-type', read !== undefined, 'invalid_arguments', `[ERROR] ${name} must be a ${type}`);
    if (read !== undefined) values.set(name, read);
  }
  for (const name of spec.required) {
    const detail = `[ERROR] missing required field: ${name}`;
    judge.require('argument-required', values.has(name), 'invalid_arguments', detail);
  }
  return view(values);
}

function view(values: ReadonlyMap<string, unknown>): Arguments {
  const text = (name: string) => {
    const value = values.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    has: name => values.has(name),
    text,
    need: name => text(name) ?? '',
    flag: name => values.get(name) === true,
    number: name => (typeof values.get(name) === 'number' ? Number(values.get(name)) : undefined),
    list: name => (Array.isArray(values.get(name)) ? (values.get(name) as string[]) : []),
    json: name => values.get(name),
  };
}

const READ: { readonly [type in ArgumentType]: (value: unknown) => unknown } = {
  text: value => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined),
  flag: value => FLAGS.get(String(value)),
  integer: value => (/^-?\d+$/.test(String(value)) ? Number(value) : undefined),
  number: value => (Number.isFinite(Number(value)) ? Number(value) : undefined),
  json: value => (typeof value === 'string' ? parsed(value) : value),
  list: value => {
    const list = typeof value === 'string' && !value.startsWith('[') ? value.split(',') : parsed(value);
    return Array.isArray(list) ? list.map(String) : undefined;
  },
};

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const read: unknown = JSON.parse(value);
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Is the value an object with fields, not a list? */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
