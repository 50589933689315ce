import type { z } from 'zod';
import { check } from './check.ts';
import { mend } from './mend.ts';
import type { Context } from './resolve/context.ts';

/**
 * Checks a file against its grammar, and judges what it says where `judge` can: null where the product's file could not be
 * read. A wrong grammar is told together with what is wrong beside it, so that nobody mends a file mistake by mistake.
 * Null where nothing of it may run.
 */
export function judgeFile<S extends z.ZodType, R>(
  schema: S,
  file: Context,
  judge: ((context: Context, text: z.output<S>) => R) | null,
): R | null {
  const checked = check(schema, file.tree, file.file);
  if (checked.ok) return judge?.(file, checked.value) ?? null;
  file.problems.push(...checked.problems);
  const mended = judge && mend(schema, file.tree, checked.problems);
  if (judge === null || mended === null) return null;
  const beside: Context = { file: file.file, tree: mended.tree, problems: [] };
  judge(beside, mended.value);
  file.problems.push(...mended.keep(beside.problems));
  return null;
}
