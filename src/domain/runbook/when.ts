import { durationMs, parseDuration } from '#src/base/time.ts';
import type { When } from './model/terms.ts';
import type { Resolved, Scope } from './template.ts';

/** The remedy every message about an unreadable `when` ends with. */
export const WHEN_HELP = 'write one comparison: <name> == | != | < | > <value>, for example inputs.schema != none';

const WHEN = /^([A-Za-z_][\w.-]*)\s*(==|!=|<|>)\s*(.+)$/;

/** Reads `inputs.schema != none`. Answers undefined when it is not exactly one comparison. */
export function parseWhen(text: string): When | undefined {
  const [, name, op, value] = WHEN.exec(text.trim()) ?? [];
  if (name === undefined || value === undefined || /[=<>&|]/.test(value)) return undefined;
  if (op !== '==' && op !== '!=' && op !== '<' && op !== '>') return undefined;
  return { name, op, value: value.trim() };
}

/** How people read it back. */
export function sayWhen(when: When): string {
  return `${when.name} ${when.op} ${when.value}`;
}

/**
 * Does the condition hold? `==` and `!=` compare as text (a list is equal to `a, b`, and an empty one to `none`);
 * `<` and `>` compare numbers or durations, and anything else is a problem, not a no.
 */
export function judgeWhen(when: When, scope: Scope): Resolved<boolean> {
  const found = scope(when.name);
  if (found === undefined) return { ok: false, name: when.name, problem: `${when.name}: nothing here has this name` };
  const text = typeof found === 'object' ? found.join(', ') || 'none' : String(found);
  if (when.op === '==') return { ok: true, value: text === when.value };
  if (when.op === '!=') return { ok: true, value: text !== when.value };
  const left = measure(text);
  const right = measure(when.value);
  if (left === undefined || right === undefined || left.kind !== right.kind) {
    const problem = `${sayWhen(when)}: "${text}" and "${when.value}" are not two numbers or two durations`;
    return { ok: false, name: when.name, problem };
  }
  return { ok: true, value: when.op === '<' ? left.size < right.size : left.size > right.size };
}

function measure(text: string): { kind: 'number' | 'duration'; size: number } | undefined {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return { kind: 'number', size: Number(text) };
  const duration = parseDuration(text);
  return duration && { kind: 'duration', size: durationMs(duration) };
}
