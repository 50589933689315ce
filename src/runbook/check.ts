import type { z } from 'zod';
import { nearest, suggest } from '#src/base/nearest.ts';
import type { Problem } from './problem.ts';
import { describe, HINT } from './schema/words.ts';
import { markAt, type Node, nodeAt, type Path, toPlain } from './yaml/node.ts';

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly problems: readonly Problem[] };

/** A mistake by its place in the tree. */
export type Fault = { readonly path: Path; readonly message: string; readonly hint: string };

type Issue = z.core.$ZodIssue;

/** What zod says when no message of ours was found; our own unions answer with it where an option knows better. */
const UNSAID = 'Invalid input';

/** Checks a tree against a schema; every mistake is told, at its line, with what to do. */
export function check<S extends z.ZodType>(schema: S, tree: Node, file: string): Checked<z.output<S>> {
  const parsed = schema.safeParse(toPlain(tree), { error: say });
  if (parsed.success) return { ok: true, value: parsed.data };
  const found = parsed.error.issues.flatMap(issue => toFaults({ tree, issue, base: [] }));
  return { ok: false, faults: found, problems: found.map(fault => problem(tree, file, fault)) };
}

type Where = { readonly tree: Node; readonly issue: Issue; readonly base: Path };

function toFaults({ tree, issue, base }: Where): readonly Fault[] {
  const path = [...base, ...(issue.path as Path)];
  const found = nodeAt(tree, path);
  if (found && isEnvironmentChoice(found)) return [{ path, ...NO_ENVIRONMENT }];
  if (issue.code === 'unrecognized_keys') {
    // The error map below can only answer with text, so it sends the known keys through the message.
    const known = issue.message.split(',').filter(key => key !== '');
    return issue.keys.map(key => ({
      path: [...path, key],
      message: `unknown key "${key}"`,
      hint: suggest(key, known),
    }));
  }
  if (issue.code === 'invalid_union' && issue.message === UNSAID) {
    const best = bestOption(issue.errors);
    if (best) return best.flatMap(inner => toFaults({ tree, issue: inner, base: path }));
    const said = issue.errors.flat().find(inner => inner.path.length === 0 && inner.message.includes(HINT));
    if (said) return [{ path, ...halves(said.message) }];
  }
  if (issue.code === 'invalid_key') {
    const [inner] = issue.issues;
    return [{ path, ...halves(inner?.message ?? issue.message) }];
  }
  return [{ path, ...halves(explain(issue, tree, path)) }];
}

/** The option the author most likely meant: of the right shape, with the fewest keys missing or unknown. */
function bestOption(options: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const scored = options.map(issues => ({ issues, score: issues.reduce((sum, issue) => sum + weigh(issue), 0) }));
  scored.sort((a, b) => a.score - b.score);
  const [best] = scored;
  // Where no option even has the right shape, naming the mistakes of one of them would mislead.
  return best && best.score < WRONG_SHAPE ? best.issues : undefined;
}

const WRONG_SHAPE = 1_000;

function weigh(issue: Issue): number {
  if (issue.path.length === 0 && issue.code !== 'unrecognized_keys') return WRONG_SHAPE;
  if (issue.code === 'unrecognized_keys') return issue.path.length === 0 ? 10 * issue.keys.length : 1;
  return issue.path.length === 1 ? 8 : 1;
}

/** The words for what the schemas do not say themselves. Undefined leaves it to `explain`. */
function say(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return knownKeys(issue.inst).join(',');
  return issue.code === 'invalid_union' ? UNSAID : undefined;
}

function knownKeys(schema: unknown): readonly string[] {
  const shape = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
  return shape ? Object.keys(shape) : [];
}

function explain(issue: Issue, tree: Node, path: Path): string {
  const found = nodeAt(tree, path);
  const came = found && toPlain(found);
  if (issue.message.includes(HINT)) return issue.message;
  if (!found) return `"${String(path.at(-1))}" is missing${HINT}write it`;
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    const meant = typeof came === 'string' ? nearest(came, known) : undefined;
    return `${describe(came)} is none of ${known.join(', ')}${HINT}${meant === undefined ? 'write one of them' : `did you mean "${meant}"?`}`;
  }
  if (issue.code === 'invalid_type')
    return `expected ${a(issue.expected)}, came ${describe(came)}${HINT}${remedy(issue.expected, came)}`;
  if (issue.code === 'too_small')
    return `${describe(came)} is too small or too short${HINT}at least ${String(issue.minimum)} is wanted`;
  if (issue.code === 'too_big')
    return `${describe(came)} is too large or too long${HINT}at most ${String(issue.maximum)} is wanted`;
  return `${describe(came)} cannot stand here${HINT}see how runbooks/valero writes it, or let an editor complete it from runbooks/schema`;
}

const NO_ENVIRONMENT = {
  message: 'nothing here says which environment this is for',
  hint: 'use byEnvironment in a phase with environment: or touches:',
};

function isEnvironmentChoice(node: Node): boolean {
  return node.kind === 'map' && node.entries.length === 1 && node.entries[0]?.key === 'byEnvironment';
}

const KINDS: { readonly [expected: string]: string } = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function a(expected: string): string {
  return KINDS[expected] ?? expected;
}

function remedy(expected: string, came: unknown): string {
  if (expected === 'string' && typeof came !== 'object') return `put it in quotes: "${String(came)}"`;
  if (expected === 'string') return 'if YAML cut a text here (": " or a comma), put it in quotes';
  if (expected === 'array') return 'write each item on its own line after "- ", or all in [ ]';
  if (expected === 'object' || expected === 'record') return 'write keys and values';
  if (expected === 'boolean') return 'write true or false';
  return 'write one';
}

function halves(said: string): { message: string; hint: string } {
  const at = said.indexOf(HINT);
  return at < 0
    ? { message: said, hint: 'see how runbooks/valero writes it' }
    : { message: said.slice(0, at), hint: said.slice(at + HINT.length) };
}

function problem(tree: Node, file: string, { path, message, hint }: Fault): Problem {
  return { file, ...markAt(tree, path), level: 'error', message, hint };
}
