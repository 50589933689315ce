import fc from 'fast-check';
import type { StepRef } from '#src/domain/procedure/commands.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { allSteps, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { inHandStep } from '#src/domain/release/advance.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { above, metric, value } from '../domain/measure/metrics.ts';
import type { Person } from './given.ts';
import { person } from './given.ts';
import type { World } from './run-world.ts';
import {
  approve,
  check,
  checklist,
  checkpoint,
  command,
  compare,
  confirm,
  fact,
  http,
  input,
  metrics,
  note,
  notify,
  offset,
  phase,
  polled,
  product,
  report,
  rollback,
  rollout,
  run,
  runbook,
  shift,
  snapshot,
  version,
  wait,
  watch,
} from './runbook.ts';

const SECOND = 1_000;

/** Any step, small enough that a random walk gets through it. */
function anyStep(prefix: string): fc.Arbitrary<(id: string) => Step> {
  const onFailure = fc.constantFrom('pause' as const, 'continue' as const, 'rollback' as const, 'abort' as const);
  const retry = fc.constantFrom(null, { attempts: 2, backoffMs: 0 }, { attempts: 2, backoffMs: 5 * SECOND });
  const each = fc.constantFrom(null, null, 'inputs.flags', 'steps.none.list');
  const timeoutMs = fc.constantFrom(null, 20 * SECOND);
  const cleanup = fc.constantFrom(null, null, command(['deploy', 'clean']));
  const undoes = prefix === 'back' ? fc.constantFrom([], ['way0'], ['way1', 'way2']) : fc.constant([]);
  const pointOfNoReturn = fc.constantFrom(false, false, false, true);
  const acting = fc.record({ onFailure, retry, each, timeoutMs, undoes, pointOfNoReturn, cleanup });
  const gate = fc.constantFrom<Parameters<typeof approve>[1]>(
    {},
    { quorum: { captain: 1, owner: 1 }, distinctPeople: true, timeoutMs: 60 * SECOND },
    { requires: [fact('green'), fact('on-call', { owner: 1 })] },
    { quorum: {}, anyOf: ['owner'], notInitiator: true },
  );
  return fc.oneof(
    acting.map(change => (id: string) => run(id, change)),
    acting.map(change => (id: string) => run(id, change)),
    acting.map(change => (id: string) => http(id, { ...change, settleMs: 5 * SECOND })),
    acting.map(change => (id: string) => http(id, { ...change, until: polled(5 * SECOND) })),
    acting.map(
      ({ each: _, cleanup: __, ...change }) =>
        (id: string) =>
          shift(id, [{ weight: 10, soakMs: 30 * SECOND }, {}], change),
    ),
    fc.constant((id: string) => note(id)),
    fc.constant((id: string) => notify(id, ['captain', 'releases'], 'hello')),
    timeoutMs.map(timeout => (id: string) => confirm(id, { timeoutMs: timeout })),
    fc.constant((id: string) => checklist(id, [{}, { from: 'way0' }])),
    onFailure.map(change => (id: string) => check(id, { metrics: ['error-rate'], onFailure: change })),
    fc.constant((id: string) => watch(id, ['error-rate'], { forMs: 20 * SECOND, atMostMs: 60 * SECOND })),
    fc.constant((id: string) => snapshot(id, ['error-rate'], 20 * SECOND)),
    fc.constant((id: string) => compare(id, 'way0', ['error-rate'])),
    fc.constant((id: string) => wait(id, 20 * SECOND)),
    prefix === 'way' ? gate.map(change => (id: string) => approve(id, change)) : fc.constant((id: string) => note(id)),
    prefix === 'way'
      ? fc.constant((id: string) => run(id, { background: { until: 'way2' } }))
      : fc.constant((id: string) => report(id)),
    prefix === 'way' ? fc.constant((id: string) => version(id)) : fc.constant((id: string) => note(id)),
  );
}

function anySteps(prefix: string, minLength: number, maxLength: number, from = 0): fc.Arbitrary<readonly Step[]> {
  return fc
    .array(anyStep(prefix), { minLength, maxLength })
    .map(made => made.map((make, index) => make(`${prefix}${index + from}`)));
}

/** Runbooks of two phases, a way back and closing steps. */
export const anyRunbook: fc.Arbitrary<ReleaseRunbook> = fc
  .record({
    first: anySteps('way', 1, 3),
    second: anySteps('way', 1, 4, 3),
    back: anySteps('back', 0, 3),
    closing: anySteps('end', 0, 1),
    needs: fc.constantFrom([], [], [fact('backup-age < 24h')]),
    watched: fc.boolean(),
    at: fc.constantFrom(null, offset(1, 0), offset(-1, 60 * SECOND)),
    action: fc.constantFrom('warn' as const, 'pause' as const, 'rollback' as const),
    signed: fc.boolean(),
  })
  .map(({ first, second, back, closing, needs, watched, at, action, signed }) => {
    const base = runbook();
    const sentence = signed ? checkpoint('ready', [{}, { from: 'way1' }]) : null;
    return {
      ...base,
      product: product({ metrics: metrics(metric({ limits: [above(0.01, { action })] })) }),
      type: { ...base.type, needs },
      inputs: [input('flags', { type: 'list', default: ['a', 'b'] })],
      phases: [
        phase('first', first, { checkpoint: sentence }),
        rollout(second, {
          at,
          watch: watched ? { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 } : null,
        }),
      ],
      rollback: rollback(back, {
        when: [{ metric: 'error-rate', condition: { kind: 'above', value: 0.02, text: '2%' }, forMs: null }],
        checkpoint: sentence,
      }),
      finally: closing,
    };
  });

/** One thing that happens; numbers choose among what is possible at that moment. */
export type Happening = {
  readonly what: 'answer' | 'time' | 'person' | 'sensible' | 'late';
  readonly which: number;
  readonly how: number;
};

export const anyHappening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom(
    'answer',
    'answer',
    'answer',
    'time',
    'time',
    'sensible',
    'sensible',
    'sensible',
    'person',
    'late',
  ),
  which: fc.nat(50),
  how: fc.nat(50),
});

const PEOPLE: readonly Person[] = [
  person('all', ['captain', 'owner', 'devops', 'qa']),
  person('ada', ['captain', 'devops']),
  person('olga', ['owner']),
  person('guest', ['captain'], 'guest'),
  person('who', ['devops'], 'unknown'),
];

/** Lets one thing happen. */
export function happen(world: World, { what, which, how }: Happening, answered: EffectAsk[]): void {
  if (what === 'answer') answerOne(world, which, how, answered);
  else if (what === 'time') passSome(world, how);
  else if (what === 'person') act(world, which, how);
  else if (what === 'sensible') goOn(world, which, how);
  else if (answered.length > 0) answer(world, answered[which % answered.length] as EffectAsk, how);
}

function answerOne(world: World, which: number, how: number, answered: EffectAsk[]): void {
  const ask = world.effects[which % Math.max(world.effects.length, 1)];
  if (!ask) return passSome(world, how);
  world.effects.splice(world.effects.indexOf(ask), 1);
  answered.push(ask);
  answer(world, ask, how);
}

/** Mostly well, sometimes badly, sometimes not at all. */
function answer(world: World, ask: EffectAsk, how: number): void {
  if (how % 13 === 12) {
    world.gaveUp(ask);
    return;
  }
  const ref = ask.body['ref'] as unknown as StepRef;
  const sample = how % 5 === 4 ? value(0.05) : how % 11 === 10 ? SILENT : value(0.001);
  const samples = [{ metric: 'error-rate', at: world.now, latencyMs: 1, query: 'q', ...sample }];
  switch (ask.kind) {
    case 'facts': {
      const { step, attempt, purpose, conditions } = ask.body as never as {
        step: string;
        attempt: number;
        purpose: 'show';
        conditions: readonly { fact: string; compare: { op: string; text: string } | null }[];
      };
      const facts = conditions.map(({ fact: name, compare: by }) => ({
        fact: by ? `${name} ${by.op} ${by.text}` : name,
        outcome: how % 4 === 3 ? ('does-not-hold' as const) : ('holds' as const),
        says: 'looked up',
      }));
      world.tell({ type: 'facts-found', step, attempt, purpose, facts });
      return;
    }
    case 'measure':
      world.tell({ type: 'measured', watch: String(ask.body['watch']), samples });
      return;
    case 'check':
      world.tell({ type: 'step-measured', ref, samples, facts: [] });
      return;
    case 'report.write':
      world.tell({ type: 'reports-written', ref, files: [] });
      return;
    case 'command.stop':
      stop(world, String(ask.body['step']));
      return;
    default: {
      const ends = ['done', 'done', 'done', 'failed', 'interrupted', 'pending'] as const;
      const end = ends[how % ends.length] ?? 'done';
      world.answer(ask, end === 'pending' && ask.kind !== 'http.poll' ? 'done' : end);
    }
  }
}

const SILENT = { kind: 'error', silent: true, detail: 'no answer' } as const;

/** As the effect does: what is in hand ends by it, and where nothing is, the run is told. */
function stop(world: World, step: string): void {
  const inHand = world.effects.find(one => (one.body['ref'] as unknown as StepRef | undefined)?.step === step);
  if (inHand) {
    world.effects.splice(world.effects.indexOf(inHand), 1);
    world.answer(inHand, 'failed');
    return;
  }
  const { attempt, part } = stateOf(world.state, step);
  const ref = { step, attempt, part: part?.index ?? null, wave: null };
  world.tell({ type: 'action-ended', ref, end: 'failed', says: 'stopped', detail: null, outputs: {} });
}

function passSome(world: World, how: number): void {
  const names = Object.keys(world.timers).toSorted();
  if (names.length === 0 || how % 4 === 3) world.now += (how % 7) * SECOND;
  else {
    const next = Object.entries(world.timers).toSorted(([, a], [, b]) => a.at - b.at)[0]?.[0] ?? '';
    world.fire(next);
  }
}

/** What a helpful colleague does next. */
function goOn(world: World, which: number, how: number): void {
  const { state } = world;
  const actor = which % 4 === 3 ? (PEOPLE[2] as Person) : (PEOPLE[which % 2] as Person);
  const stuck = allSteps(state).filter(one => ['failed', 'interrupted'].includes(stateOf(state, one.id).status));
  const waiting = allSteps(state).find(one => stateOf(state, one.id).status === 'waiting');
  const failed = stuck[which % Math.max(stuck.length, 1)];
  if (state.status === 'paused' && failed && state.pause?.cause === 'step') {
    const one = { step: failed.id, attempt: stateOf(state, failed.id).attempt };
    world.do(how % 2 ? { actor, type: 'retry', ...one } : { actor, type: 'skip', ...one, reason: 'because' });
  } else if (state.status === 'paused') world.do({ actor, type: 'resume', reason: 'because' });
  else if (!waiting) answerOne(world, which, 0, []);
  else if (waiting.verb === 'approve') world.do({ actor, ...world.vote(waiting.id, which % 11 !== 10, 'because') });
  else {
    const one = { step: waiting.id, attempt: stateOf(state, waiting.id).attempt };
    const items = waiting.verb === 'checklist' || waiting.verb === 'checkpoint' ? waiting.items : [];
    for (const { id } of items) world.do({ actor, type: 'tick', ...one, item: id, holds: true, remark: null });
    if (waiting.verb !== 'checklist') world.do({ actor, type: 'confirm', ...one, remark: null });
  }
}

function act(world: World, which: number, how: number): void {
  const actor = PEOPLE[how % PEOPLE.length] ?? person('x');
  const steps = allSteps(world.state);
  const open = steps.filter(one => !['pending', 'done', 'off'].includes(stateOf(world.state, one.id).status));
  const step = open[which % Math.max(open.length, 1)] ?? steps[which % Math.max(steps.length, 1)];
  if (!step) return;
  const attempt = stateOf(world.state, step.id).attempt;
  const one = { step: step.id, attempt };
  const deeds = [
    () => world.do({ actor, ...world.vote(step.id, how % 7 !== 6, 'because') }),
    () => world.do({ actor, type: 'confirm', ...one, remark: null }),
    () => world.do({ actor, type: 'tick', ...one, item: '1', holds: how % 6 !== 5, remark: null }),
    () => world.do({ actor, type: 'retry', ...one }),
    () => world.do({ actor, type: 'skip', ...one, reason: 'because' }),
    () => world.do({ actor, type: 'resume', reason: 'because' }),
    () => world.do({ actor, type: 'override', step: step.id, fact: 'on-call', reason: 'because' }),
    () => world.do({ actor, type: 'pause', reason: '' }),
    () => world.do({ actor, type: 'start-anyway' }),
    () => (how % 5 === 0 ? world.do({ actor, type: 'rollback', reason: 'because' }) : null),
    () => (how % 9 === 0 ? world.do({ actor, type: 'abort', reason: 'because' }) : null),
  ];
  deeds[which % deeds.length]?.();
}

/** Is there anything that will, or anybody who can, move this run on? */
export function isAlive(world: World): boolean {
  const { state } = world;
  if (isFinal(state) || state.status === 'paused') return true;
  const steps = sectionsNow(state).flatMap(section => section.steps);
  const asked = steps.some(step => stateOf(state, step.id).status === 'waiting');
  const startAnyway = state.rollback !== null && inHandStep(state) !== null;
  return asked || startAnyway || world.effects.length > 0 || Object.keys(world.timers).length > 0;
}
