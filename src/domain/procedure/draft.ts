import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { foldRun } from '#src/domain/fold.ts';
import { consequencesOf, nextFactOf } from '#src/domain/goes-on.ts';
import type { IncidentRun, ReleaseRun, Run } from './state.ts';

/** One decision can start many steps, never endlessly many: a runbook has at most a few hundred. */
const FACTS_MAX = 2_000;

/**
 * A decision in the making: each fact is folded at once, brings its consequences, and at the end the run goes on by
 * itself as far as it can. Lives only inside one call of `decide`.
 */
export class Draft {
  run: Run | null;
  readonly facts: Fact[] = [];
  readonly #stream: string;
  readonly now: Instant;

  constructor(stream: string, run: Run | null, now: Instant) {
    this.#stream = stream;
    this.run = run;
    this.now = now;
  }

  /** The state so far, of a release. */
  get release(): ReleaseRun {
    assert(this.run?.kind === 'release', 'a release is decided');
    return this.run;
  }

  /** The state so far, of an incident. */
  get incident(): IncidentRun {
    assert(this.run?.kind === 'incident', 'an incident is decided');
    return this.run;
  }

  add(next: NewFact, actor: Actor): void {
    assert(this.facts.length < FACTS_MAX, 'a decision comes to an end');
    const before = this.run;
    const fact = { ...next, seq: (before?.seq ?? 0) + 1, at: this.now, actor } as Fact;
    this.run = foldRun(this.#stream, before, fact);
    this.facts.push(fact);
    for (const one of consequencesOf(before, fact, this.run, this.now)) this.add(one, BOT);
  }

  /** Lets the run go on until it waits for somebody or something. */
  advance(): void {
    while (this.run !== null) {
      const next = nextFactOf(this.run, this.now);
      if (next === null) return;
      this.add(next, BOT);
    }
  }
}
