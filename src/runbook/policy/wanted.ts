import { resolveText } from '#src/domain/runbook/template.ts';
import { type Node, nodeAt } from '../yaml/node.ts';
import { readYaml, type Source } from '../yaml/read.ts';

/** The limits files a product's metrics name, and the repository they are looked up in first. */
export type WantedPolicies = { readonly repository: string | null; readonly files: readonly string[] };

type Vars = { readonly [name: string]: string };

/** Which files beside the runbooks have to be read before a product can be judged. Empty for what is no product file. */
export function wantedPolicies(source: Source, vars: Vars): WantedPolicies {
  const read = readYaml(source);
  if (!read.ok || text(nodeAt(read.tree, ['kind'])) !== 'product') return { repository: null, files: [] };
  return { repository: repositoryOf(read.tree, vars), files: budgetFiles(read.tree) };
}

/** Inside the repository and nowhere else: a product file may not read what the bot can. */
export function isInside(file: string): boolean {
  return !file.startsWith('/') && !file.split(/[\\/]/).includes('..');
}

/** Where the product's repository is checked out, with its vars filled in; null: it names none, or cannot be told. */
export function repositoryOf(tree: Node, vars: Vars): string | null {
  const path = text(nodeAt(tree, ['repository', 'path']));
  if (path === undefined) return null;
  const value = (name: string) => {
    if (!name.startsWith('vars.')) return undefined;
    const key = name.slice('vars.'.length);
    return Object.hasOwn(vars, key) ? vars[key] : text(nodeAt(tree, ['vars', key]));
  };
  const resolved = resolveText(path, value);
  return resolved.ok ? resolved.value : null;
}

function budgetFiles(tree: Node): readonly string[] {
  const metrics = nodeAt(tree, ['metrics']);
  if (metrics?.kind !== 'map') return [];
  const named = metrics.entries.flatMap(({ value }) => text(nodeAt(value, ['budget', 'file'])) ?? []);
  return [...new Set(named)].filter(isInside);
}

function text(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
