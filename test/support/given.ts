import { expect } from 'vitest';
import type { Actor, Standing } from '#src/domain/actor.ts';
import type { Command } from '#src/domain/commands.ts';
import type { Decided } from '#src/domain/decide.ts';
import { decide } from '#src/domain/decide.ts';
import type { EventType } from '#src/domain/events.ts';
import { EVENT_SCHEMAS } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fold } from '#src/domain/fold.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';

export const STREAM = 'release:REL-1';

/** Noon on a Tuesday: when tests begin. */
export const NOON = Date.parse('2026-11-24T12:00:00Z');

export type Person = Actor & { readonly kind: 'person' };

export function person(user: string, roles: readonly string[] = [], standing: Standing = 'full'): Person {
  return { kind: 'person', team: 'T1', user, roles, standing };
}

export const ada = person('ada', ['captain']);
export const olga = person('olga', ['owner']);
export const dev = person('dev', ['devops']);
export const quinn = person('quinn', ['qa']);
export const guest = person('guest', ['captain', 'devops'], 'guest');

/** Somebody starts REL-1 by this runbook. */
export function starting(runbook: ReleaseRunbook, T: number | null = null, actor = dev) {
  const nothing = { inputs: {}, version: null, executables: {}, people: {} };
  return { type: 'start', actor, id: 'REL-1', runbook, T, channel: 'C1', ...nothing } as const;
}

/** The state a timeline tells. */
export function refold(facts: readonly Fact[], stream = STREAM): ReleaseRun | null {
  let run: ReleaseRun | null = null;
  for (const fact of facts) run = fold(stream, run, fact) as ReleaseRun;
  return run;
}

/** What is stored is the JSON of a fact, and it must be exactly what its schema says. Throws where it is not. */
export function expectStorable(fact: Fact): void {
  const stored = JSON.parse(JSON.stringify(fact.data));
  expect(EVENT_SCHEMAS[fact.type].parse(stored), `${fact.type} is as its schema says`).toEqual(fact.data);
}

/** `given(facts).when(command).adds('step.finished')`, or `.refused('step.stale')`. */
export function given(facts: readonly Fact[]) {
  const run = refold(facts);
  return {
    when(command: Command, at: number = facts.at(-1)?.at ?? NOON) {
      const decided = decide(STREAM, run, command, at);
      for (const fact of decided.facts) expectStorable(fact);
      return outcome(decided);
    },
  };
}

function outcome(decided: Decided) {
  return {
    ...decided,
    adds(...types: readonly EventType[]) {
      expect(decided.refusal).toBeNull();
      expect(decided.facts.map(fact => fact.type)).toEqual(types);
    },
    refused(code: string) {
      expect(decided.refusal?.code).toBe(code);
      expect(decided.facts.filter(fact => fact.type !== 'access.denied')).toEqual([]);
    },
  };
}
