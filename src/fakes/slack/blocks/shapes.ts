import type { RuleId } from '../rules.ts';

/** The place of a breach as Slack's JSON pointer, and what is wrong there. */
export type BlockBreach = { readonly rule: RuleId; readonly pointer: string; readonly message: string };

/** A small language for what Slack accepts, so that the tables beside this file are data and nothing else. */
export type Shape =
  | { readonly is: 'text'; readonly max?: Limit; readonly pattern?: RegExp; readonly empty?: boolean }
  | { readonly is: 'number'; readonly min?: number; readonly max?: Limit; readonly whole?: boolean }
  | { readonly is: 'flag' }
  | { readonly is: 'word'; readonly of: readonly (string | number)[] }
  | { readonly is: 'list'; readonly of: Shape; readonly min?: number; readonly max?: Limit }
  | { readonly is: 'object'; readonly fields: Fields; readonly required: readonly string[] }
  /** A text object; `plain` where mrkdwn is not read. */
  | { readonly is: 'words'; readonly plain: boolean; readonly max: Limit }
  /** One of the named types, told apart by their `type`. */
  | { readonly is: 'typed'; readonly names: readonly string[]; readonly unknown: RuleId };

export type Limit = { readonly at: number; readonly rule: RuleId };
export type Fields = { readonly [name: string]: Shape };

/** A thing with a `type`: its fields, and which of them must be there. */
export type Typed = { readonly fields: Fields; readonly required: readonly string[] };

export const flag: Shape = { is: 'flag' };
export const anyText: Shape = { is: 'text', empty: true };

export function text(at: number, rule: RuleId): Shape {
  return { is: 'text', max: { at, rule } };
}

/** A plain_text object. */
export function plain(at: number, rule: RuleId): Shape {
  return { is: 'words', plain: true, max: { at, rule } };
}

/** A plain_text or mrkdwn object. */
export function words(at: number, rule: RuleId): Shape {
  return { is: 'words', plain: false, max: { at, rule } };
}

export function word(...of: readonly (string | number)[]): Shape {
  return { is: 'word', of };
}

export function list(of: Shape, max?: Limit, min = 1): Shape {
  return { is: 'list', of, min, ...(max ? { max } : {}) };
}

export function object(fields: Fields, required: readonly string[] = []): Shape {
  return { is: 'object', fields, required };
}

export function typed(names: readonly string[], unknown: RuleId = 'element-known'): Shape {
  return { is: 'typed', names, unknown };
}
