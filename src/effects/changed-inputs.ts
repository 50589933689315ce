import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { GonogoError } from '#src/errors.ts';
import type { Git } from '#src/ports/git.ts';

type Span = { readonly path: string; readonly previousTag: string | null; readonly commit: string };

/**
 * The questions git answers with yes, and why: it shows a change there since the last good release, or cannot tell.
 */
export async function changedInputs(
  git: Git,
  run: ReleaseRun,
  span: Span,
): Promise<{ readonly [input: string]: string }> {
  const asked = run.runbook.inputs.filter(input => input.changed.length > 0);
  const found = await Promise.all(
    asked.map(async ({ name, changed }) => ({ name, why: await whyChanged(git, span, changed) })),
  );
  return Object.fromEntries(found.flatMap(({ name, why }) => (why === null ? [] : [[name, why]])));
}

/** Null: git shows no change. */
async function whyChanged(
  git: Git,
  { path, previousTag, commit }: Span,
  globs: readonly string[],
): Promise<string | null> {
  if (previousTag === null) return 'nothing was released before';
  try {
    const [first, ...others] = await git.changed({ path, from: previousTag, to: commit, globs });
    if (first === undefined) return null;
    return `${first}${others.length === 0 ? '' : ` and ${others.length} more`} changed since ${previousTag}`;
  } catch (cause) {
    if (!(cause instanceof GonogoError)) throw cause;
    return `git could not tell (${cause.message})`;
  }
}
