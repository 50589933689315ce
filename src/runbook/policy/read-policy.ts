import { parse } from 'yaml';
import { checkDepth } from '../yaml/limits.ts';

/** A file of limits as the team keeps it: `budget.file` of a metric names it. */
export type PolicyFile = { readonly path: string; readonly text: string };

export type ReadPolicy =
  | { readonly ok: true; readonly content: unknown }
  /** A sentence that goes on from the file's name. */
  | { readonly ok: false; readonly problem: string };

/** What a limits file may repeat by `*alias`; more is an attack on memory, not a table of limits. */
const ALIASES_MAX = 100;

/** Reads a limits file as JSON or YAML, by its extension. It is not ours, so aliases and tags are let pass. Never throws. */
export function readPolicy({ path, text }: PolicyFile): ReadPolicy {
  try {
    if (path.endsWith('.json')) return { ok: true, content: JSON.parse(text) };
    if (!/\.ya?ml$/.test(path)) return { ok: false, problem: 'is neither YAML nor JSON by its name' };
    const deep = checkDepth(text);
    if (deep) return { ok: false, problem: `has ${deep.message}` };
    return { ok: true, content: parse(text, { maxAliasCount: ALIASES_MAX, logLevel: 'error' }) };
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
    return { ok: false, problem: `cannot be read: ${first.replace(/:$/, '')}` };
  }
}
