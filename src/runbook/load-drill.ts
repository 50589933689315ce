import { check } from './check.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import { type Context, notYet } from './resolve/context.ts';
import { Drill } from './schema/incident.ts';

export type LoadedDrill = { readonly path: string; readonly id: string; readonly title: string };

/** Drills are checked for their grammar, so that they can be written and listed now. */
export function checkDrill(file: ParsedFile): {
  readonly drill: LoadedDrill | null;
  readonly problems: readonly Problem[];
} {
  const checked = check(Drill, file.tree, file.path);
  if (!checked.ok) return { drill: null, problems: checked.problems };
  const context: Context = { file: file.path, tree: file.tree, problems: [] };
  notYet(context, ['kind'], 'a runbook of kind drill', 'warning');
  const { id, title } = checked.value;
  return { drill: { path: file.path, id, title }, problems: context.problems };
}
