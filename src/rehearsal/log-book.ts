import type { Instant } from '#src/base/time.ts';

/** What an entry tells: a fact of the run, something that would have been done outside, a question, or an answer. */
export type EntryKind =
  | 'fact'
  | 'message'
  | 'direct'
  | 'command'
  | 'call'
  | 'page'
  | 'mail'
  | 'file'
  | 'git'
  | 'asked'
  | 'does';
export type Entry = { readonly at: Instant; readonly kind: EntryKind; readonly text: string };

/** Everything that happened in a rehearsal, in order. */
export class LogBook {
  readonly entries: Entry[] = [];
  /** What a team has to mend, once each. */
  readonly problems = new Set<string>();
  /** Texts that would have been written, by name: the last of each. */
  readonly documents = new Map<string, string>();
  readonly #now: () => Instant;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  add(kind: EntryKind, text: string): void {
    this.entries.push({ at: this.#now(), kind, text });
  }

  problem(text: string): void {
    this.problems.add(text);
  }
}
