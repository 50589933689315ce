import { expect } from 'vitest';
import { BOT } from '#src/domain/actor.ts';
import type { Command, PersonCommand, WorldCommand } from '#src/domain/commands.ts';
import type { Decided } from '#src/domain/decide.ts';
import { decide } from '#src/domain/decide.ts';
import type { EventData, EventType, FoundFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import type { ActionEnded, StepRef } from '#src/domain/procedure/commands.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { ACTING } from '#src/domain/procedure/effects.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Timer } from '#src/domain/procedure/timers.ts';
import { timerChanges } from '#src/domain/procedure/timers.ts';
import { react } from '#src/domain/react.ts';
import { approvalHash, sayCondition } from '#src/domain/release/gate.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { FactCondition, InputValue } from '#src/domain/runbook/model/terms.ts';
import { timersOf } from '#src/domain/timers.ts';
import type { Person } from './given.ts';
import { dev, expectStorable, NOON, refold } from './given.ts';

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
type Doing = Without<PersonCommand, 'actor'>;
type Told = Without<WorldCommand, 'actor'>;

/**
 * One run played by hand: a clock that only tests move, timers and effects as the engine would keep them (set, replaced,
 * compare-and-delete), and answers given by the test. Every fact is checked against its schema.
 */
export class World {
  /** Answers for production itself. */
  alone = true;
  now = NOON;
  run: ReleaseRun | null = null;
  readonly facts: Fact[] = [];
  timers: { [name: string]: Timer } = {};
  /** Actions asked for and not answered; what people are told is apart, in `told`. */
  effects: EffectAsk[] = [];
  readonly told: EffectAsk[] = [];
  readonly id: string;
  readonly stream: string;

  constructor(id = 'REL-1') {
    this.id = id;
    this.stream = `release:${id}`;
  }

  /** Sends any command; answers what was decided. */
  do(command: Command): Decided {
    const before = this.run;
    const decided = decide(this.stream, before, command, this.now);
    for (const fact of decided.facts) expectStorable(fact);
    this.facts.push(...decided.facts);
    this.run = decided.run as ReleaseRun | null;
    const turned = decided.facts.some(({ type }) => type === 'release.rollback-started' || type === 'release.aborted');
    if (turned) this.effects = this.effects.filter(one => !ACTING.includes(one.kind));
    const asks = [...decided.effects, ...(decided.run ? react(decided.run, decided.facts) : [])];
    for (const ask of asks) {
      expect(JSON.parse(JSON.stringify(ask.body)), `${ask.kind} is plain JSON`).toEqual(ask.body);
      (ask.kind.startsWith('chat.') ? this.told : this.effects).push(ask);
    }
    this.#setTimers(before);
    return this.alone ? this.#turn(decided) : decided;
  }

  /** No other run is about unless a test says so: production is free when it is asked for. */
  #turn(decided: Decided): Decided {
    const asked = this.effects.findIndex(one => one.kind === 'production.turn');
    if (asked < 0) return decided;
    this.effects.splice(asked, 1);
    const after = this.tell({ type: 'production-turn', behind: null });
    return { ...after, facts: [...decided.facts, ...after.facts] };
  }

  #setTimers(before: ReleaseRun | null): void {
    const changes = timerChanges(before ? timersOf(before) : {}, this.run ? timersOf(this.run) : {});
    for (const [name, timer] of Object.entries(changes)) {
      if (timer === null) delete this.timers[name];
      else this.timers[name] = timer;
    }
  }

  // ------------------------------------------------------------ people

  start(
    runbook: ReleaseRunbook,
    given: { T?: number; inputs?: { [name: string]: InputValue }; by?: Person; incident?: string } = {},
  ): this {
    const { T = null, inputs = {}, by = dev, incident = null } = given;
    const decided = this.do({
      type: 'start',
      actor: by,
      id: this.id,
      runbook,
      inputs,
      T,
      version: '1.2.0',
      channel: 'C1',
      executables: { deploy: '/usr/bin/deploy' },
      people: { captain: ['ada'], owner: ['olga'], devops: ['dev'] },
      incident,
    });
    expect(decided.refusal).toBeNull();
    return this;
  }

  /** A person does something; throws when it is refused. */
  by(actor: Person, doing: Doing): Decided {
    const decided = this.do({ actor, ...doing } as Command);
    expect(decided.refusal, `${doing.type} is not refused`).toBeNull();
    return decided;
  }

  refused(actor: Person, doing: Doing): string | null {
    return this.do({ actor, ...doing } as Command).refusal?.code ?? null;
  }

  go(actor: Person, step: string): Decided {
    return this.by(actor, this.vote(step, true));
  }

  vote(step: string, go: boolean, reason: string | null = null): Doing & { type: 'vote' } {
    return { type: 'vote', step, attempt: this.attempt(step), hash: approvalHash(this.state, step), go, reason };
  }

  confirm(actor: Person, step: string): Decided {
    return this.by(actor, { type: 'confirm', step, attempt: this.attempt(step), remark: null });
  }

  retry(actor: Person, step: string): Decided {
    return this.by(actor, { type: 'retry', step, attempt: this.attempt(step) });
  }

  // ------------------------------------------------------------ the world

  tell(told: Told): Decided {
    return this.do({ actor: BOT, ...told } as Command);
  }

  /** Takes the one effect of this kind (for this step or watch) out of hand. Throws when there is not exactly one. */
  take(kind: EffectAsk['kind'], of?: string): EffectAsk {
    const found = this.pending(kind, of);
    expect(found.length, `one ${kind} ${of ?? ''} is in hand`).toBe(1);
    const ask = found[0] as EffectAsk;
    this.effects.splice(this.effects.indexOf(ask), 1);
    return ask;
  }

  pending(kind?: EffectAsk['kind'], of?: string): readonly EffectAsk[] {
    return this.effects.filter(
      one => (kind === undefined || one.kind === kind) && (of === undefined || subjectOf(one) === of),
    );
  }

  /** The action of a step ended. */
  ended(step: string, end: ActionEnded['end'] = 'done', outputs: ActionEnded['outputs'] = {}): Decided {
    const ask = this.effects.find(one => ENDING.includes(one.kind) && subjectOf(one) === step);
    expect(ask, `something is in hand for ${step}`).toBeDefined();
    this.effects.splice(this.effects.indexOf(ask as EffectAsk), 1);
    return this.answer(ask as EffectAsk, end, outputs);
  }

  answer(ask: EffectAsk, end: ActionEnded['end'], outputs: ActionEnded['outputs'] = {}): Decided {
    const ref = ask.body['ref'] as unknown as StepRef;
    return this.tell({ type: 'action-ended', ref, end, says: `it ${end}`, detail: null, outputs });
  }

  /** The facts asked for come back: all hold unless said otherwise. */
  found(outcomes: { [fact: string]: FoundFact['outcome'] } = {}): Decided {
    const { body } = this.take('facts');
    const facts = (body['conditions'] as unknown as readonly FactCondition[]).map(condition => {
      const fact = sayCondition(condition);
      return { fact, outcome: outcomes[fact] ?? ('holds' as const), says: `${fact} was looked up` };
    });
    const { step, attempt, purpose } = body as unknown as Pick<
      Extract<Told, { type: 'facts-found' }>,
      'step' | 'attempt' | 'purpose'
    >;
    return this.tell({ type: 'facts-found', step, attempt, purpose, facts });
  }

  /** A sweep comes back, with the same for every metric or by name. */
  measured(watch: string, outcome: SampleOutcome | { [metric: string]: SampleOutcome }): Decided {
    const ask = this.take('measure', watch);
    return this.tell({ type: 'measured', watch, samples: this.#samples(ask, outcome) });
  }

  /** A `check` or `show` comes back. */
  checked(step: string, outcome: SampleOutcome | { [metric: string]: SampleOutcome }): Decided {
    const ask = this.take('check', step);
    const ref = ask.body['ref'] as unknown as StepRef;
    return this.tell({ type: 'step-measured', ref, samples: this.#samples(ask, outcome), facts: [] });
  }

  #samples(ask: EffectAsk, outcome: SampleOutcome | { [metric: string]: SampleOutcome }) {
    return (ask.body['metrics'] as unknown as readonly Metric[]).map(({ name }) => ({
      metric: name,
      at: this.now,
      latencyMs: 5,
      query: 'GET http://kpi',
      ...('kind' in outcome ? (outcome as SampleOutcome) : (outcome[name] as SampleOutcome)),
    }));
  }

  gaveUp(ask: EffectAsk): Decided {
    const ref = (ask.body['ref'] ?? null) as StepRef | null;
    const watch = typeof ask.body['watch'] === 'string' ? ask.body['watch'] : null;
    return this.tell({
      type: 'effect-gave-up',
      effect: 'E1',
      kind: ask.kind,
      says: 'nothing answered',
      ref,
      watch,
      page: null,
    });
  }

  // ------------------------------------------------------------ time

  /** Moves the clock and fires what comes due, in order; a sweep that is asked for may be answered by `onSweep`. */
  pass(ms: number, onSweep?: (watch: string) => void): this {
    const end = this.now + ms;
    for (let fired = 0; fired < FIRED_MAX; fired++) {
      const due = Object.entries(this.timers)
        .filter(([, timer]) => timer.at <= end)
        .toSorted(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.fire(due[0]);
      for (const one of onSweep ? this.pending('measure') : []) onSweep?.(String(one.body['watch']));
    }
    this.now = end;
    return this;
  }

  fire(name: string): Decided {
    const timer = this.timers[name];
    expect(timer, `timer ${name} is set`).toBeDefined();
    this.now = Math.max(this.now, timer?.at ?? 0);
    delete this.timers[name];
    return this.tell({ type: 'timer', name });
  }

  // ------------------------------------------------------------ looking

  get state(): ReleaseRun {
    expect(this.run).not.toBeNull();
    return this.run as ReleaseRun;
  }

  status(step: string): string {
    return stateOf(this.state, step).status;
  }

  attempt(step: string): number {
    return stateOf(this.state, step).attempt;
  }

  types(from = 0): readonly EventType[] {
    return this.facts.slice(from).map(fact => fact.type);
  }

  all<T extends EventType>(type: T): readonly EventData<T>[] {
    return this.facts.filter(fact => fact.type === type).map(fact => fact.data as EventData<T>);
  }

  /** The state is what its facts, as stored, tell. */
  expectFolded(): void {
    expect(refold(JSON.parse(JSON.stringify(this.facts)), this.stream)).toEqual(this.run);
  }
}

const FIRED_MAX = 5_000;
const ENDING: readonly string[] = ['command.start', 'http.call', 'http.get', 'http.poll', 'git.version', 'git.tag'];

/** The step or watch an effect is for. */
export function subjectOf(ask: EffectAsk): string {
  const ref = ask.body['ref'] as unknown as StepRef | undefined;
  return String(ref?.step ?? ask.body['watch'] ?? ask.body['step'] ?? '');
}
