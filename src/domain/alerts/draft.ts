import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { evolveAlerts } from './evolve.ts';
import type { Alerts } from './state.ts';

/** A decision about alerts in the making: each fact is folded at once. Lives only inside one call of `decide`. */
export class AlertDraft {
  readonly facts: Fact[] = [];
  readonly now: Instant;
  readonly #stream: string;
  #state: Alerts | null;

  constructor(stream: string, state: Alerts | null, now: Instant) {
    this.#stream = stream;
    this.#state = state;
    this.now = now;
  }

  get found(): Alerts | null {
    return this.#state;
  }

  get alerts(): Alerts {
    assert(this.#state !== null, `${this.#stream} is defined before anything is told to it`);
    return this.#state;
  }

  add(next: NewFact, actor: Actor = BOT): void {
    const fact = { ...next, seq: (this.#state?.seq ?? 0) + 1, at: this.now, actor } as Fact;
    this.#state = evolveAlerts(this.#stream, this.#state, fact);
    this.facts.push(fact);
  }

  /** What is only shown, and known anew with the next sweep. */
  show(shown: Partial<Pick<Alerts, 'sweeps' | 'people'>>): void {
    this.#state = { ...this.alerts, ...shown };
  }
}
