/** A mistake in a runbook file, where it stands and what to do about it. */
export type Problem = {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** An error stops a start, a warning does not. */
  readonly level: 'error' | 'warning';
  /** What was wrong, and what came. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
};

/** Problems in the order people read them: by file, line and column; each only once. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const unique = new Map(problems.map(one => [JSON.stringify([one.file, one.line, one.column, one.message]), one]));
  return [...unique.values()].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  );
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(one => one.level === 'error');
}

/** One line a problem, as editors and terminals link it: `file:line:column  error  message. Hint.` */
export function formatProblems(problems: readonly Problem[]): string {
  return sortProblems(problems).map(formatProblem).join('\n');
}

function formatProblem({ file, line, column, level, message, hint }: Problem): string {
  return `${file}:${line}:${column}  ${level}  ${message}; ${hint}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
