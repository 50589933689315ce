import { suggest } from '#src/base/nearest.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import { type Entry, keysOf, type Mark, markAt, type Node, nodeAt } from './yaml/node.ts';

/** Names of a file, read before anything is checked, because what is checked depends on them. */

export type TypeName = {
  readonly name: string;
  readonly alias: readonly string[];
  readonly strategies: readonly string[];
  readonly at: Mark;
};

/** The release types a file names. */
export function typesOf(tree: Node): readonly TypeName[] {
  return keysOf(nodeAt(tree, ['types'])).map(name => ({
    name,
    alias: words(nodeAt(tree, ['types', name, 'alias'])),
    strategies: words(nodeAt(tree, ['types', name, 'strategy'])),
    at: markAt(tree, ['types', name]),
  }));
}

export function words(node: Node | undefined): readonly string[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap(item => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
}

/** Every `id:` of the file, in whatever branch. */
export function idsIn(node: Node): readonly string[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(idsIn);
  return node.entries.flatMap(({ key, value }) => (key === 'id' ? words(value) : idsIn(value)));
}

/** `only:` with a release type or grade nobody has would switch a step off in silence. */
export function unknownOnly(file: ParsedFile, what: string, known: readonly string[]): readonly Problem[] {
  const named = onlyIn(file.tree).flatMap(({ at, value }) => words(value).map(name => ({ at, name })));
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ at, name }) => {
      const message = `there is no ${what} "${name}"`;
      return { file: file.path, ...at, level: 'error' as const, message, hint: suggest(name, known) };
    });
}

function onlyIn(node: Node): readonly Entry[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(onlyIn);
  return node.entries.flatMap(entry => (entry.key === 'only' ? [entry] : onlyIn(entry.value)));
}
