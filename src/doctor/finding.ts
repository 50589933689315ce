/** `problem`: it will not work. `warning`: it will, and somebody should know. */
export type Outcome = 'ok' | 'warning' | 'problem';

/** One thing that was looked at: what is so, and what to do about it where something is to be done. */
export type Seen = { readonly outcome: Outcome; readonly says: string; readonly remedy: string | null };

export type Finding = Seen & { readonly check: string };

export function ok(says: string): Seen {
  return { outcome: 'ok', says, remedy: null };
}

export function warning(says: string, remedy: string): Seen {
  return { outcome: 'warning', says, remedy };
}

export function problem(says: string, remedy: string): Seen {
  return { outcome: 'problem', says, remedy };
}

/** What a failure comes to: it says by itself what was wrong, and mostly what to do. */
export function failed(what: string, cause: unknown, remedy: string): Seen {
  const says = cause instanceof Error ? cause.message : String(cause);
  return problem(`${what}: ${says}`, remedy);
}
