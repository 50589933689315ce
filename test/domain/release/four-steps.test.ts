import { expect, test } from 'vitest';
import { ada, dev, given, NOON, quinn } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { approve, check, metrics, note, product, rollback, rollout, run, runbook } from '../../support/runbook.ts';
import { above, metric, value } from '../measure/metrics.ts';

const fourSteps = runbook({
  product: product({ metrics: metrics(metric({ limits: [above(0.01)] })) }),
  phases: [rollout([note('hello'), approve('go'), run('deploy'), check('calm', { metrics: ['error-rate'] })])],
  rollback: rollback([run('undo', { undoes: ['deploy'] })]),
  success: [{ says: 'No rollback', condition: { kind: 'never-rollback' } }],
});

test('[B1] note, approve, run, check: one press of Go brings a release to its end', () => {
  const world = new World().start(fourSteps);
  expect(world.status('go')).toBe('waiting');

  world.go(ada, 'go');
  world.found();
  expect(world.status('deploy')).toBe('running');

  world.ended('deploy');
  world.checked('calm', value(0.002));

  expect(world.state.status).toBe('completed');
  expect(world.state.verdict?.verdict).toBe('success');
  expect(world.timers).toEqual({});
  world.expectFolded();
});

test('the timeline of the four steps tells them in order', () => {
  const world = new World().start(fourSteps);
  world.go(ada, 'go');
  world.found();
  world.ended('deploy');
  world.checked('calm', value(0.002));

  expect(world.types()).toEqual([
    'release.started',
    'production.asked',
    'production.taken',
    'phase.started',
    'step.started',
    'step.finished',
    'step.started',
    'gate.opened',
    'facts.recorded',
    'vote.cast',
    'facts.recorded',
    'gate.passed',
    'step.finished',
    'step.started',
    'step.finished',
    'step.started',
    'step.finished',
    'phase.finished',
    'release.completed',
  ]);
});

test('each acting step asks the world exactly once', () => {
  const world = new World().start(fourSteps);
  expect(world.effects).toEqual([]);
  world.go(ada, 'go');
  world.found();
  expect(world.pending().map(ask => ask.kind)).toEqual(['command.start']);
  world.ended('deploy');
  expect(world.pending().map(ask => ask.kind)).toEqual(['check']);
});

test('a check that was never measured does not pass', () => {
  const world = new World().start(fourSteps);
  world.go(ada, 'go');
  world.found();
  world.ended('deploy');
  const ask = world.take('check', 'calm');

  world.tell({ type: 'step-measured', ref: ask.body['ref'] as never, samples: [], facts: [] });

  expect(world.status('calm')).toBe('failed');
  expect(world.state.pause?.cause).toBe('step');
});

test('an answer to an attempt that is over changes nothing', () => {
  const world = new World().start(fourSteps);
  world.go(ada, 'go');
  world.found();
  const first = world.take('command.start', 'deploy');
  world.answer(first, 'failed');
  world.retry(dev, 'deploy');
  const before = world.facts.length;

  world.answer(first, 'done');

  expect(world.facts).toHaveLength(before);
  expect(world.status('deploy')).toBe('running');
});

test('a final run refuses everything but notes', () => {
  const world = new World().start(fourSteps);
  world.by(ada, { type: 'abort', reason: 'not today' });

  const { facts } = world;
  given(facts).when({ type: 'pause', actor: dev, reason: 'x' }).refused('run.over');
  given(facts).when({ type: 'resume', actor: dev, reason: 'x' }).refused('run.over');
  given(facts).when({ type: 'rollback', actor: ada, reason: 'x' }).refused('run.over');
  given(facts).when({ type: 'abort', actor: ada, reason: 'x' }).refused('run.over');
  given(facts).when({ type: 'confirm', actor: dev, step: 'hello', attempt: 1, remark: null }).refused('run.over');
  given(facts)
    .when({ type: 'note', actor: quinn, text: 'we tried' }, NOON + 1)
    .adds('note.added');
});
