import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rollbackButton } from '#src/chat/cards/release/buttons.ts';
import { decide } from '#src/domain/decide.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fold } from '#src/domain/fold.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { cleansUpAfter, findStep, forward, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import { timersOf } from '#src/domain/timers.ts';
import type { Happening } from '../../support/any-run.ts';
import { anyHappening, anyRunbook, happen, isAlive } from '../../support/any-run.ts';
import { person, STREAM } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';

const RUNS = 120;
const LENGTH = 60;
const chief = person('all', ['captain', 'owner', 'devops', 'qa']);

type Look = (world: World) => void;

/** Plays random happenings in random runbooks; `each` looks after every one, `end` when a run has been played. */
function anyRun({ each, end, seed }: { each?: Look; end?: Look; seed?: number }): void {
  const happenings = fc.array(anyHappening, { minLength: LENGTH / 2, maxLength: LENGTH, size: 'max' });
  const property = fc.property(anyRunbook, happenings, fc.boolean(), (book, all: readonly Happening[], planned) => {
    const world = new World();
    world.start(book, { by: chief, ...(planned ? { T: world.now + 120_000 } : {}) });
    const answered: EffectAsk[] = [];
    for (const one of all) {
      each?.(world);
      happen(world, one, answered);
    }
    end?.(world);
  });
  fc.assert(property, { numRuns: RUNS, ...(seed === undefined ? {} : { seed }) });
}

/** Calls `see` for each fact with the state before it. */
function walk(facts: readonly Fact[], see: (before: ReleaseRun, fact: Fact, after: ReleaseRun) => void): void {
  let run: ReleaseRun | null = null;
  for (const fact of facts) {
    const before: ReleaseRun | null = run;
    run = fold(STREAM, before, fact) as ReleaseRun;
    if (before !== null) see(before, fact, run);
  }
}

test('[X6] whatever happens, the state is what its stored facts tell', () => {
  anyRun({ end: world => world.expectFolded() });
});

test('whatever happens, something or somebody can always move the run on', () => {
  anyRun({ each: world => expect(isAlive(world), world.types().slice(-12).join(' ')).toBe(true) });
});

test('[V8] [W6] abort and rollback are possible in every state that is not final, and the card offers the rollback', () => {
  anyRun({
    each: world => {
      const { state, now } = world;
      if (isFinal(state)) return;
      const may = (type: 'abort' | 'rollback') =>
        decide(STREAM, state, { type, actor: chief, reason: 'x' }, now).refusal;
      expect(may('abort')).toBeNull();
      if (state.rollback) return;
      expect(may('rollback')).toBeNull();
      expect(rollbackButton(state)).not.toBeNull();
    },
  });
});

test('a final state stays as it is', () => {
  anyRun({
    end: world => {
      const finals = new Set<string>();
      walk(world.facts, (before, _fact, after) => {
        if (isFinal(before)) finals.add(`${before.status} ${after.status}`);
      });
      for (const one of finals) expect(one.split(' ')[0]).toBe(one.split(' ')[1]);
    },
  });
});

test('timers are only for what is still open', () => {
  anyRun({
    each: ({ state }) => {
      for (const name of Object.keys(timersOf(state))) {
        const colon = name.indexOf(':');
        const [kind, subject] = [name.slice(0, colon), name.slice(colon + 1)];
        if (kind === 'sweep') expect(state.watches[subject]?.ended).toBe(false);
        if (kind === 'phase') expect(state.phases[subject]?.status).toBe('pending');
        if (['poll', 'step-timeout', 'vote-deadline'].includes(kind))
          expect(['running', 'waiting']).toContain(stateOf(state, subject).status);
      }
    },
  });
});

test('nothing begins while the run is paused, nor on the way it has left', () => {
  anyRun({
    end: world =>
      walk(world.facts, (before, fact) => {
        if (fact.type !== 'step.started' && fact.type !== 'wave.started') return;
        expect(before.status, fact.type).not.toBe('paused');
        const step = findStep(before, fact.data.step);
        const isForward = forward(before).some(section => section.steps.some(one => one.id === fact.data.step));
        if ((before.rollback || before.abort) && step && cleansUpAfter(before, step) === null)
          expect(isForward, `${fact.data.step} begins after the run turned round`).toBe(false);
      }),
  });
});

test('no step begins twice without a retry', () => {
  anyRun({
    end: world => {
      const begun = new Set<string>();
      const retried = new Set<string>();
      for (const fact of world.facts) {
        if (fact.type === 'step.retried') retried.add(`${fact.data.step} ${fact.data.attempt}`);
        if (fact.type !== 'step.started') continue;
        const { step, attempt, part } = fact.data;
        const key = `${step} ${attempt} ${part?.index ?? 0}`;
        expect(begun, 'each entry of an attempt begins once').not.toContain(key);
        begun.add(key);
        if (attempt > 1) expect(retried).toContain(`${step} ${attempt - 1}`);
      }
    },
  });
});

test('waves are numbered without a gap, in the order they began', () => {
  anyRun({
    each: ({ state }) => expect(state.waves.map(one => one.number)).toEqual(state.waves.map((_, index) => index + 1)),
  });
});

test('no gate passes without its quorum, after a no-go, or with a fact that does not hold', () => {
  anyRun({
    end: world =>
      walk(world.facts, (before, fact) => {
        if (fact.type !== 'gate.passed') return;
        const gate = gateOf(before, fact.data.step);
        const step = findStep(before, fact.data.step);
        if (step?.verb !== 'approve') throw new Error('only a go/no-go passes');
        const roles = gate.votes.filter(vote => vote.go).flatMap(vote => vote.roles);
        expect(gate.status).toBe('open');
        expect(gate.votes.every(vote => vote.go)).toBe(true);
        const quorum = Object.keys(step.quorum);
        if (quorum.length > 0 && step.anyOf.length === 0) expect(roles).toEqual(expect.arrayContaining(quorum));
        if (step.distinctPeople) expect(gate.votes.length).toBeGreaterThanOrEqual(2);
        for (const one of gate.facts) expect(['holds', 'overridden']).toContain(one.outcome);
      }),
  });
});

test('nothing turns round by itself without a reading or a step that surely failed', () => {
  anyRun({
    end: world =>
      walk(world.facts, (before, fact) => {
        if (fact.type !== 'release.rollback-started' || fact.actor.kind === 'person') return;
        expect(before.touchedAt !== null && !before.noReturn).toBe(true);
        if (fact.data.cause === 'metric')
          expect(Object.values(before.watches).some(one => one.latest['error-rate']?.verdict === 'fail')).toBe(true);
        else expect(Object.values(before.steps).some(one => one.status === 'failed' && !one.unknown)).toBe(true);
      }),
  });
});

test('the random walk comes by everything it is about', () => {
  const seen = new Set<string>();
  // One seed, because this asks what the walk can reach and not what holds on it.
  const remember = (world: World) => {
    for (const type of world.types()) seen.add(type);
  };
  anyRun({ seed: 1, end: remember });
  const wanted = [
    'gate.passed',
    'gate.held',
    'gate.denied',
    'gate.voided',
    'gate.expired',
    'release.completed',
    'release.rolled-back',
    'wave.finished',
    'step.answered',
  ];
  expect([...seen]).toEqual(expect.arrayContaining(wanted));
});
