import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { nextFact } from '#src/domain/procedure/advance.ts';
import { begin } from '#src/domain/procedure/begin.ts';
import { evolve } from '#src/domain/procedure/evolve.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { consequences } from './consequences.ts';

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
  readonly #now: Instant;

  constructor(stream: string, run: Run | null, now: Instant) {
    this.#stream = stream;
    this.run = run;
    this.#now = now;
  }

  add(next: NewFact, actor: Actor): void {
    assert(this.facts.length < FACTS_MAX, 'a decision comes to an end');
    const before = this.run;
    const fact = { ...next, seq: (before?.seq ?? 0) + 1, at: this.#now, actor } as Fact;
    this.run = before === null ? this.#first(fact) : evolve(before, fact);
    this.facts.push(fact);
    for (const one of consequences(before, fact, this.run, this.#now)) this.add(one, BOT);
  }

  /** Lets the run go on until it waits for somebody or something. */
  advance(): void {
    while (this.run !== null) {
      const next = nextFact(this.run, this.#now);
      if (next === null) return;
      this.add(next, BOT);
    }
  }

  #first(fact: Fact): Run {
    assert(fact.type === 'release.started', 'a run begins with its start');
    return begin(this.#stream, fact);
  }
}
