import { MINUTE } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { ReceivedAlert } from '#src/domain/alerts/commands.ts';
import { decideAlerts } from '#src/domain/alerts/decide.ts';
import { defineAlerts } from '#src/domain/alerts/define.ts';
import { SILENT_AFTER_MS } from '#src/domain/alerts/quiet.ts';
import { alertAsks } from '#src/domain/alerts/react.ts';
import type { AlertDefinition, Alerts, Episode } from '#src/domain/alerts/state.ts';
import { alertTimers } from '#src/domain/alerts/timers.ts';
import type { Command } from '#src/domain/commands.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { Sample, SampleOutcome } from '#src/domain/measure/reading.ts';
import type { WatchState } from '#src/domain/measure/watch.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { timerChanges } from '#src/domain/procedure/timers.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { SourceFile } from '#src/runbook/parse-file.ts';
import { fixture } from '../../runbook/support.ts';

export const NOON = Date.parse('2026-11-24T12:00:00Z');

/** Figures of one environment; a metric that is not named passes easily. `null`: it cannot be measured. */
export type Figures = { readonly [metric: string]: number | boolean | null };
const CALM: Figures = { errors: 0.001, p95: 100, 'last-log': 1_000, ready: true };

/** Alerts of the lookout without a store: sweeps are answered with figures, timers fire in virtual time. */
export class AlertWorld {
  state: Alerts | null = null;
  facts: Fact[] = [];
  effects: EffectAsk[] = [];
  now = NOON;
  incidents: readonly string[] = [];
  readonly #figures = new Map<string, Figures>();
  #sweeps: EffectAsk[] = [];
  readonly #timers = new Map<string, number>();

  constructor(files: readonly SourceFile[] = fixture('lookout')) {
    this.define(files);
  }

  define(files: readonly SourceFile[]): this {
    const [product] = loadProducts(files).products;
    if (!product?.alerts) throw new Error('the fixture has alerts');
    return this.defineAs(defineAlerts(product.alerts));
  }

  defineAs(definition: AlertDefinition): this {
    const told = { definition, settleMs: MINUTE, silentAfterMs: SILENT_AFTER_MS };
    return this.tell({ actor: BOT, type: 'alerts-define', ...told });
  }

  tell(command: Command): this {
    const before = this.state;
    const { draft, effects } = decideAlerts('alerts:lookout', before, command, this.now);
    this.state = draft.found;
    this.facts.push(...draft.facts);
    if (!this.state) return this;
    const asks = [...effects, ...alertAsks(before, this.state, draft.facts)];
    this.#sweeps.push(...asks.filter(one => one.kind === 'alerts.sweep'));
    this.effects.push(...asks.filter(one => one.kind !== 'alerts.sweep'));
    const changes = timerChanges(before ? alertTimers(before) : {}, alertTimers(this.state));
    for (const [name, timer] of Object.entries(changes)) {
      if (timer === null) this.#timers.delete(name);
      else this.#timers.set(name, timer.at);
    }
    return this;
  }

  /** From now on the environment measures so. */
  measures(environment: string, figures: Figures): this {
    this.#figures.set(environment, { ...CALM, ...figures });
    return this;
  }

  /** Lets time pass: sweeps and timers in the order they are due. */
  passes(ms: number): this {
    const end = this.now + ms;
    for (;;) {
      const sweep = this.#sweeps.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0];
      const timer = [...this.#timers].toSorted((a, b) => a[1] - b[1])[0];
      const next = Math.min(sweep?.dueAt ?? Number.POSITIVE_INFINITY, timer?.[1] ?? Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.now = Math.max(this.now, next);
      if (timer && timer[1] === next) {
        this.#timers.delete(timer[0]);
        this.tell({ actor: BOT, type: 'timer', name: timer[0] });
      } else if (sweep) {
        this.#sweeps = this.#sweeps.filter(one => one !== sweep);
        this.#sweep(sweep);
      }
    }
    this.now = end;
    return this;
  }

  receives(...alerts: readonly ReceivedAlert[]): this {
    return this.tell({ actor: BOT, type: 'alerts-received', sender: 'alertmanager', alerts });
  }

  get definition(): AlertDefinition {
    if (this.state === null) throw new Error('alerts are defined');
    return this.state.definition;
  }

  episode(key: string): Episode | undefined {
    return this.state?.episodes[key];
  }

  /** Facts of these kinds, as `type alert`. */
  story(...types: readonly string[]): readonly string[] {
    return this.facts
      .filter(one => types.length === 0 || types.includes(one.type))
      .map(one => `${one.type}${'alert' in one.data ? ` ${String(one.data.alert)}` : ''}`);
  }

  asked(kind: EffectAsk['kind']): readonly EffectAsk[] {
    return this.effects.filter(one => one.kind === kind);
  }

  #sweep({ body }: EffectAsk): void {
    const environment = String(body['watch']);
    const watched = this.state?.definition.environments.find(one => one.name === environment);
    const figures = this.#figures.get(environment) ?? CALM;
    const samples = watched?.watch.metrics.map(metric => sample(metric.name, figures[metric.name], this.now)) ?? [];
    this.tell({
      actor: BOT,
      type: 'alerts-measured',
      environment,
      generation: Number(body['generation']),
      samples,
      state: body['state'] as unknown as WatchState | null,
      incidents: this.incidents,
      people: null,
    });
  }
}

function sample(metric: string, figure: number | boolean | null | undefined, at: number): Sample {
  return { metric, at, latencyMs: 1, query: metric, ...outcome(figure) };
}

function outcome(figure: number | boolean | null | undefined): SampleOutcome {
  if (figure === null || figure === undefined) return { kind: 'error', silent: false, detail: 'HTTP 500' };
  if (typeof figure === 'boolean')
    return { kind: 'probe', ok: figure, silent: false, detail: figure ? 'HTTP 200' : 'HTTP 503' };
  return { kind: 'value', value: figure, samples: 1_000 };
}
