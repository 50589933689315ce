import { durationMs, parseDuration } from '#src/base/time.ts';
import type { Unit } from './model/metric.ts';
import type { FactCondition } from './model/terms.ts';

/** What values are kept and compared in, whatever a source delivers. */
export type BaseUnit = 'ms' | 'ratio' | 'count' | '°C';

const BASES: { readonly [unit in Unit]: { readonly base: BaseUnit; readonly factor: number } } = {
  s: { base: 'ms', factor: 1_000 },
  ms: { base: 'ms', factor: 1 },
  ratio: { base: 'ratio', factor: 1 },
  percent: { base: 'ratio', factor: 0.01 },
  count: { base: 'count', factor: 1 },
  '°C': { base: '°C', factor: 1 },
  // An age is measured as a moment; its source turns it into the milliseconds that passed.
  age: { base: 'ms', factor: 1 },
};

const HELP: { readonly [base in BaseUnit]: string } = {
  ms: 'a time carries its unit: write for example 500ms, 2s or 24h',
  ratio: 'a share carries its unit: write for example 1%',
  count: 'write a plain number, for example 1000',
  '°C': 'write a plain number or degrees, for example 80 or 80°C',
};

export function baseOf(unit: Unit): BaseUnit {
  return BASES[unit].base;
}

/** A value as a source delivers it, in the base unit. `percent` is divided, so that 0.3 keeps its digits. */
export function toBase(value: number, unit: Unit): number {
  return unit === 'percent' ? value / 100 : value * BASES[unit].factor;
}

export type ReadAmount =
  | { readonly ok: true; readonly value: number; readonly text: string }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/** Reads a limit for a metric of this unit and converts it to the base unit. A bare time or share is refused. */
export function readAmount(came: string | number, unit: Unit): ReadAmount {
  const text = String(came).trim();
  const base = baseOf(unit);
  const value = amountIn(text, base);
  if (value !== undefined) return { ok: true, value, text };
  const bare = /^-?\d+(?:\.\d+)?$/.test(text);
  const problem = bare
    ? `the limit ${text} has no unit, and the metric is in ${unit}`
    : `"${text}" is no limit for a metric in ${unit}`;
  return { ok: false, problem, hint: HELP[base] };
}

function amountIn(text: string, base: BaseUnit): number | undefined {
  if (base === 'ratio') return scaled(text, /^(-?\d+(?:\.\d+)?)\s*%$/, 0.01);
  if (base === 'ms') return timeOf(text);
  return scaled(text, base === '°C' ? /^(-?\d+(?:\.\d+)?)\s*(?:°C)?$/ : /^(-?\d+(?:\.\d+)?)$/, 1);
}

function timeOf(text: string): number | undefined {
  const duration = parseDuration(text);
  if (duration) return durationMs(duration);
  return scaled(text, /^(\d+\.\d+)ms$/, 1) ?? scaled(text, /^(\d+\.\d+)s$/, 1_000);
}

function scaled(text: string, pattern: RegExp, factor: number): number | undefined {
  const [, digits] = pattern.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return factor === 0.01 ? Number(digits) / 100 : Number(digits) * factor;
}

/** The remedy every message about an unreadable fact ends with. */
export const FACT_HELP = 'write a fact, or compare it once, for example backup-age < 24h';

/** Reads `green` or `backup-age < 24h`: durations become ms, percents ratios, numbers numbers. */
export function parseFact(text: string): Omit<FactCondition, 'override'> | undefined {
  const [, fact, op, came] = /^([A-Za-z][\w.-]*)(?:\s*(==|!=|<|>)\s*([^=<>]+))?$/.exec(text.trim()) ?? [];
  if (fact === undefined) return undefined;
  if (op === undefined || came === undefined) return { fact, compare: null };
  const value = came.trim();
  const number = timeOf(value) ?? amountIn(value, 'ratio') ?? amountIn(value, 'count');
  return { fact, compare: { op: op as '==' | '!=' | '<' | '>', value: number ?? value, text: value } };
}
