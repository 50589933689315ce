import { BOT } from '#src/domain/actor.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { ProcedureNews } from '#src/domain/procedure/commands.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { timerChanges } from '#src/domain/procedure/timers.ts';
import type { ProductNews } from '#src/domain/product/commands.ts';
import { decideProduct } from '#src/domain/product/decide.ts';
import { defineProduct } from '#src/domain/product/define.ts';
import type { OverdueDrill } from '#src/domain/product/events.ts';
import { productAsks } from '#src/domain/product/react.ts';
import type { ProductDefinition, ProductStream } from '#src/domain/product/state.ts';
import { productTimers } from '#src/domain/product/timers.ts';
import { product } from '../../support/runbook.ts';

/** Weekly, and wanted of nobody in particular. */
const RESTORE = { id: 'restore', title: 'Restore', every: 'week', roles: ['devops'] } as const;
export const LATE: OverdueDrill = {
  drill: 'restore',
  title: 'Restore',
  every: 'week',
  since: null,
  says: 'never done',
  running: null,
  roles: ['DevOps'],
  people: ['U0LI'],
};

/** The shop in Berlin, whose working days are the usual ones. */
export function shopDefinition(change: Partial<ProductDefinition> = {}): ProductDefinition {
  return { ...defineProduct({ ...product(), timezone: 'Europe/Berlin' }, [RESTORE]), ...change };
}

/** A product's stream without a store: looks are answered with what is overdue, timers fire in virtual time. */
export class ProductWorld {
  state: ProductStream | null = null;
  facts: Fact[] = [];
  effects: EffectAsk[] = [];
  now: number;
  /** What the next looks find. */
  overdue: readonly OverdueDrill[] = [LATE];
  /** false: what is asked for stays in hand, as where the bot was killed. */
  looks = true;
  readonly #timers = new Map<string, number>();

  constructor(now: string, definition = shopDefinition()) {
    this.now = Date.parse(now);
    this.tell({ type: 'product-define', definition });
  }

  tell(news: ProductNews | ProcedureNews): this {
    const before = this.state;
    const { run, facts, effects } = decideProduct('product:shop', before, { actor: BOT, ...news }, this.now);
    this.state = run;
    this.facts.push(...facts);
    if (run === null) return this;
    const asks = [...effects, ...productAsks(run, facts)];
    this.effects.push(...asks);
    const changes = timerChanges(before ? productTimers(before) : {}, productTimers(run));
    for (const [name, timer] of Object.entries(changes)) {
      if (timer === null) this.#timers.delete(name);
      else this.#timers.set(name, timer.at);
    }
    if (this.looks && asks.some(one => one.kind === 'drills.look')) this.looked();
    return this;
  }

  looked(): this {
    return this.tell({ type: 'drills-looked', overdue: this.overdue });
  }

  /** Lets time pass while the bot is up: timers fire at their moment. */
  until(end: string): this {
    for (;;) {
      const [name, at] = [...this.#timers].toSorted((a, b) => a[1] - b[1])[0] ?? ['', Number.POSITIVE_INFINITY];
      if (at > Date.parse(end)) break;
      this.now = Math.max(this.now, at);
      this.#timers.delete(name);
      this.tell({ type: 'timer', name });
    }
    this.now = Date.parse(end);
    return this;
  }

  /** The bot is down until then, and does what is due when it comes back. */
  downUntil(end: string): this {
    this.now = Date.parse(end);
    return this.until(end);
  }

  /** The clock is set to another time. */
  clockSetTo(time: string): this {
    const byMs = Date.parse(time) - this.now;
    this.now = Date.parse(time);
    return this.tell({ type: 'clock-jumped', byMs });
  }

  /** `drills.overdue 2026-11-24`, without what its files say. */
  get story(): readonly string[] {
    return this.facts.flatMap(one => ('day' in one.data ? [`${one.type} ${one.data.day}`] : []));
  }

  /** When what was written last came to be. */
  get lastAt(): string {
    return new Date(this.facts.at(-1)?.at ?? 0).toISOString();
  }

  get posts(): readonly EffectAsk[] {
    return this.effects.filter(one => one.kind === 'chat.post');
  }
}
