import { expect } from 'vitest';
import { parseDuration } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Ask, Command, News } from '#src/domain/commands.ts';
import type { Decided } from '#src/domain/decide.ts';
import { decide } from '#src/domain/decide.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { Declare } from '#src/domain/incident/commands.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { timersOf } from '#src/domain/timers.ts';
import { expectStorable, NOON, person } from './given.ts';
import { incidentRunbook } from './incident-runbook.ts';

export const ana = person('UANA', ['on-call']);
export const li = person('ULI', ['on-call']);
export const kim = person('UKIM', ['payments']);

/** No run comes due so often in one test. */
const TIMERS_MAX = 10_000;

export type Story = ReturnType<typeof declare>;

/**
 * An incident told by the real decider, command by command, on a clock of its own. Every fact is checked against its
 * schema. Timers fire on the way of `at`; effects are nobody's, their news is told with `news`.
 */
export function declare(change: Partial<Omit<Declare, 'type'>> = {}, by: Actor & { kind: 'person' } = ana) {
  let now = NOON;
  let run: IncidentRun | null = null;
  const facts: Fact[] = [];
  const told = new Set<string>();

  function put(command: Command): Decided {
    const decided = decide(stream, run, command, now);
    for (const fact of decided.facts) expectStorable(fact);
    facts.push(...decided.facts);
    run = decided.run as IncidentRun;
    return decided;
  }

  /** Timers due until then, in their order. One that added nothing (a look at the world) is not fired again. */
  function wind(until: number): void {
    for (let count = 0; count < TIMERS_MAX; count++) {
      const due = Object.entries(timersOf(state()))
        .filter(([name, { at }]) => at <= until && !told.has(`${name}@${at}`))
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      const [name, { at }] = due;
      now = Math.max(now, at);
      if (put({ actor: BOT, type: 'timer', name }).facts.length === 0) told.add(`${name}@${at}`);
    }
    now = Math.max(now, until);
  }

  function state(): IncidentRun {
    if (run === null) throw new Error('It was not declared.');
    return run;
  }

  const command = declaration(change);
  const stream = `incident:${command.id}`;
  expect(put({ actor: by, ...command }).refusal).toBeNull();

  const story = {
    run: state,
    facts: (): readonly Fact[] => facts,
    now: () => now,
    /** `12:05` or `12:05:30` of NOON's day in UTC, or `+5m` from now. Timers due until then fire; it never goes back. */
    at(time: string) {
      wind(time.startsWith('+') ? now + (parseDuration(time.slice(1))?.ms ?? 0) : clock(time));
      return story;
    },
    /** Somebody asks something of it; it has to be done. */
    does(who: Actor & { kind: 'person' }, asked: Ask) {
      expect(put({ actor: who, ...asked } as Command).refusal, asked.type).toBeNull();
      return story;
    },
    /** Somebody asks; done or refused, as it may be. */
    tries(who: Actor & { kind: 'person' }, asked: Ask) {
      put({ actor: who, ...asked } as Command);
      return story;
    },
    refused(who: Actor & { kind: 'person' }, asked: Ask, code: string) {
      expect(put({ actor: who, ...asked } as Command).refusal?.code).toBe(code);
      return story;
    },
    /** What an effect, a webhook or another run tells it. */
    news(told: News) {
      put({ actor: BOT, ...told } as Command);
      return story;
    },
    /** Commands that run now end well. */
    commandsEnd(says = 'exit 0') {
      for (const [step, { status, attempt }] of Object.entries(state().steps)) {
        if (status !== 'running') continue;
        const ref = { step, attempt, part: null, wave: null };
        story.news({ type: 'action-ended', ref, end: 'done', says, detail: null, outputs: {} });
      }
      return story;
    },
  };
  return story;
}

/** INC-7, a SEV1 of the checkout. */
export function declaration(change: Partial<Omit<Declare, 'type'>> = {}): Declare {
  return {
    type: 'declare',
    id: 'INC-7',
    runbook: incidentRunbook(),
    severity: 'SEV1',
    title: 'Checkout returns 500s',
    service: null,
    impact: null,
    commander: null,
    occurredAt: null,
    drill: false,
    private: false,
    source: null,
    channel: 'C1',
    executables: { ops: '/bin/ops' },
    people: { 'on-call': ['UANA', 'ULI'], payments: ['UKIM'] },
    settleMs: 60_000,
    ...change,
  };
}

/** What an update says, the rest left empty. */
export function update(conditions: string, change: { actions?: string; needs?: string } = {}): Ask {
  return { type: 'update', status: '', conditions, actions: '', needs: '', impact: null, nextInMs: null, ...change };
}

/** `12:05` as an instant of NOON's day. */
export function clock(time: string): number {
  const at = Date.parse(`2026-11-24T${time.length === 5 ? `${time}:00` : time}Z`);
  if (Number.isNaN(at)) throw new Error(`"${time}" is no time: write 12:05, 12:05:30 or +5m`);
  return at;
}
