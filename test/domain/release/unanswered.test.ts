import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '#src/base/time.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import type { HttpVerb, Step } from '#src/domain/runbook/model/step.ts';
import { World } from '../../support/run-world.ts';
import {
  check,
  confirm,
  http,
  metrics,
  polled,
  product,
  rollback,
  rollout,
  run,
  runbook,
  watch,
} from '../../support/runbook.ts';
import { above, metric, value } from '../measure/metrics.ts';

const SILENT: SampleOutcome = { kind: 'error', silent: true, detail: 'no answer' };

/** Production was touched, and whatever fails next turns the run back. */
function touched(next: Step): World {
  const world = new World().start(
    runbook({
      product: product({ metrics: metrics(metric({ limits: [above(0.5, { action: 'warn' })] })) }),
      phases: [rollout([run('deploy'), next, confirm('look')])],
      rollback: rollback([run('undo', { undoes: ['deploy', 'next'], repeatable: true })]),
    }),
  );
  world.ended('deploy');
  return world;
}

const BACK = { onFailure: 'rollback' } as const;

function get(change: Partial<Step & HttpVerb> = {}): Step {
  const step = http('next', { ...BACK, ...change }) as Step & HttpVerb;
  return { ...step, act: { ...step.act, method: 'GET' } };
}

function expectAsked(world: World): void {
  expect(world.state.rollback).toBeNull();
  expect(world.state.status).toBe('paused');
  expect(world.state.steps['next']?.unknown).toBe(true);
}

describe('[X4] nothing is rolled back because nothing was heard', () => {
  test('when the time of a check is up', () => {
    const world = touched(check('next', { metrics: ['error-rate'], timeoutMs: 5 * MINUTE, ...BACK }));
    world.pass(6 * MINUTE);
    expectAsked(world);
    expect(world.state.pause?.says).toContain('within 5 min');
  });

  test('when the time of a question is up before anybody answered', () => {
    const world = touched(get({ timeoutMs: 30 * SECOND }));
    world.pass(MINUTE);
    const ask = world.take('http.get', 'next');
    world.take('command.stop', 'next');
    world.answer(ask, 'never-began');
    expectAsked(world);
  });

  test('when a question was given up', () => {
    const world = touched(get());
    world.gaveUp(world.take('http.get', 'next'));
    expectAsked(world);
  });

  test('when a command was given up: it may be alive', () => {
    const world = touched(run('next', BACK));
    world.gaveUp(world.take('command.start', 'next'));
    expectAsked(world);
    expect(world.status('next')).toBe('interrupted');
  });

  test('when a watch heard nothing until its time was up', () => {
    const world = touched(watch('next', ['error-rate'], { forMs: MINUTE, timeoutMs: 2 * MINUTE, ...BACK }));
    world.pass(3 * MINUTE, one => world.measured(one, SILENT));
    expectAsked(world);
  });

  test('when work that was accepted is not done in time: it is looked at once more, and goes on elsewhere', () => {
    const world = touched(http('next', { timeoutMs: 30 * MINUTE, until: polled(10 * SECOND), ...BACK }));
    world.ended('next');
    world.now += 40 * MINUTE;
    world.fire('step-timeout:next');
    expect(world.pending('command.stop')).toEqual([]);
    world.answer(world.take('http.poll', 'next'), 'pending');
    expectAsked(world);
    expect(world.status('next')).toBe('interrupted');
  });
});

describe('what is known stays known', () => {
  test('a reading over the limit at the end of its time', () => {
    const world = touched(watch('next', ['error-rate'], { forMs: MINUTE, timeoutMs: 2 * MINUTE, ...BACK }));
    world.pass(3 * MINUTE, one => world.measured(one, value(0.9)));
    expect(world.state.status).toBe('rolling-back');
  });

  test('an answer that says no', () => {
    const world = touched(get());
    world.ended('next', 'failed');
    expect(world.state.status).toBe('rolling-back');
  });

  test('a call that certainly never left', () => {
    const world = touched(http('next', BACK));
    const { body } = world.take('http.call', 'next');
    const ref = body['ref'] as never;
    const gaveUp = { type: 'effect-gave-up', effect: 'E1', kind: 'http.call', watch: null, page: null } as const;
    world.tell({ ...gaveUp, says: 'connection refused', never: true, ref });
    expect(world.state.status).toBe('rolling-back');
  });

  test('work that was done while the bot stood still is found by that last look', () => {
    const world = touched(http('next', { timeoutMs: 30 * MINUTE, until: polled(10 * SECOND), ...BACK }));
    world.ended('next');
    world.now += 40 * MINUTE;
    world.fire('step-timeout:next');
    world.answer(world.take('http.poll', 'next'), 'done');
    expect(world.status('next')).toBe('done');
    expect(world.state.status).toBe('running');
  });
});

describe('a call that may have been sent', () => {
  const tried = { timeoutMs: 5 * SECOND, retry: { attempts: 3, backoffMs: SECOND } };

  test('is waited for when its time is up, and never sent again by itself', () => {
    const world = touched(http('next', tried));
    world.pass(7 * SECOND);
    expect(world.take('command.stop', 'next').body).toMatchObject({ step: 'next' });
    const ask = world.take('http.call', 'next');
    world.answer(ask, 'interrupted');
    world.pass(MINUTE);
    expect(world.pending('http.call')).toEqual([]);
    expect(world.all('step.retried')).toEqual([]);
    expectAsked(world);
  });

  test('counts when its answer came after all', () => {
    const world = touched(http('next', tried));
    world.pass(7 * SECOND);
    world.ended('next');
    expect(world.status('next')).toBe('done');
  });
});
