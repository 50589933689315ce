import { assert } from '#src/base/assert.ts';
import { durationMs, parseDuration } from '#src/base/time.ts';
import type { FactCondition, Offset, When } from '#src/domain/runbook/model/terms.ts';
import { parseOffset } from '#src/domain/runbook/offset.ts';
import { FACT_HELP, parseFact } from '#src/domain/runbook/units.ts';
import { parseWhen } from '#src/domain/runbook/when.ts';
import type { Problem } from '../problem.ts';
import { markAt, type Node, type Path } from '../yaml/node.ts';

/** A file on its way into the model: its tree, to say where a mistake stands, and the mistakes so far. */
export type Context = { readonly file: string; readonly tree: Node; readonly problems: Problem[] };

export type Told = { readonly message: string; readonly hint: string; readonly level?: 'error' | 'warning' };

export function tell(context: Context, path: Path, { message, hint, level = 'error' }: Told): void {
  context.problems.push({ file: context.file, ...markAt(context.tree, path), level, message, hint });
}

/** A part of the language this version reads and does not do. An error where going on without it would be unsafe. */
export function notYet(context: Context, path: Path, what: string, level: 'error' | 'warning'): void {
  const hint =
    level === 'error' ? 'take it out until a later version does it' : 'it may stay: a later version will act on it';
  tell(context, path, { message: `${what} is not run by this version yet`, hint, level });
}

/** Milliseconds of a duration the schema has already read. */
export function ms(text: string): number {
  const duration = parseDuration(text);
  assert(duration, `the schema let "${text}" pass as a duration`);
  return durationMs(duration);
}

export function msOrNull(text: string | undefined): number | null {
  return text === undefined ? null : ms(text);
}

export function offsetOf(text: string): Offset {
  const offset = parseOffset(text);
  assert(offset, `the schema let "${text}" pass as an offset`);
  return offset;
}

export function whenOf(text: string | undefined): When | null {
  if (text === undefined) return null;
  const when = parseWhen(text);
  assert(when, `the schema let "${text}" pass as a comparison`);
  return when;
}

export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

export type FactText = string | { fact: string; override?: { [role: string]: number } | undefined };

/** A fact and who may accept it; an unreadable one is told and left out. */
export function factOf(context: Context, path: Path, source: FactText): FactCondition | undefined {
  const text = typeof source === 'string' ? source : source.fact;
  const read = parseFact(text);
  if (!read) {
    tell(context, path, { message: `"${text}" is not a fact`, hint: FACT_HELP });
    return undefined;
  }
  return { ...read, override: typeof source === 'string' ? null : (source.override ?? null) };
}

export function factsOf(
  context: Context,
  path: Path,
  sources: readonly FactText[] | undefined,
): readonly FactCondition[] {
  return (sources ?? []).flatMap((source, index) => factOf(context, [...path, index], source) ?? []);
}

/** What `only` comes to: decided for a release's type, judged while it runs for an incident's grades. */
export type Only = { readonly off: string | null; readonly grades: readonly string[] };

export function onlyFor(type: { name: string; alias: readonly string[] }): (only?: readonly string[]) => Only {
  return only => ({ off: offFor(only, type), grades: [] });
}

export function onlyGrades(only?: readonly string[]): Only {
  return { off: null, grades: only ?? [] };
}

/** Why a part does not run for this type; null: it does. */
export function offFor(
  only: readonly string[] | undefined,
  type: { name: string; alias: readonly string[] },
): string | null {
  if (!only || only.some(name => name === type.name || type.alias.includes(name))) return null;
  return `only ${only.join(', ')}`;
}
