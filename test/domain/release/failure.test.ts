import { describe, expect, test } from 'vitest';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { ada, dev, quinn } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import {
  command,
  confirm,
  http,
  note,
  phase,
  polled,
  product,
  rollback,
  rollout,
  run,
  runbook,
  version,
} from '../../support/runbook.ts';

const SECOND = 1_000;
const UNDO = rollback([run('undo', { undoes: ['deploy'] })]);

function releasing(steps: readonly Step[], change: Parameters<typeof runbook>[0] = {}) {
  return new World().start(runbook({ phases: [rollout(steps)], rollback: UNDO, ...change }));
}

describe('a failed step', () => {
  test('pauses and asks, and Retry does it again as a new attempt', () => {
    const world = releasing([run('deploy')]);
    world.ended('deploy', 'failed');
    expect(world.state.pause).toMatchObject({ cause: 'step', step: 'deploy' });
    world.retry(dev, 'deploy');
    expect(world.state.status).toBe('running');
    expect(world.pending('command.start', 'deploy')).toHaveLength(1);
    expect(world.attempt('deploy')).toBe(2);
  });

  test('is repeated by itself as often as the runbook says, later each time', () => {
    const world = releasing([run('deploy', { retry: { attempts: 3, backoffMs: 10 * SECOND } })]);
    world.ended('deploy', 'failed');
    expect(world.timers['wait:deploy']?.at).toBe(world.now + 10 * SECOND);
    world.pass(10 * SECOND).ended('deploy', 'failed');
    expect(world.timers['wait:deploy']?.at).toBe(world.now + 20 * SECOND);
    world.pass(20 * SECOND).ended('deploy', 'failed');
    expect(world.state.status).toBe('paused');
    expect(world.attempt('deploy')).toBe(3);
  });

  test('is not repeated by itself when nobody knows how far it came', () => {
    const world = releasing([run('deploy', { retry: { attempts: 3, backoffMs: 10 * SECOND } })]);
    world.ended('deploy', 'interrupted');
    expect(world.state.pause).toMatchObject({ cause: 'step', step: 'deploy' });
  });

  test('of something that only looked turns nothing back, for nothing was changed', () => {
    const world = releasing([run('diff', { changesNothing: true, onFailure: 'rollback' }), run('deploy')]);
    world.ended('diff', 'failed');
    expect(world.state.status).toBe('paused');
    expect(world.state.touchedAt).toBeNull();
    world.retry(dev, 'diff');
    world.ended('diff');
    expect(world.state.touchedAt).not.toBeNull();
  });

  test('does not turn the run back by itself when nobody knows how far it came', () => {
    const world = releasing([run('prepare'), run('deploy', { onFailure: 'rollback' })]);
    world.ended('prepare');
    world.ended('deploy', 'interrupted');
    expect(world.state.status).toBe('paused');
  });

  test('turns the run back where the runbook says so', () => {
    const world = releasing([run('deploy', { onFailure: 'rollback' })]);
    world.ended('deploy', 'failed');
    expect(world.state.status).toBe('rolling-back');
  });

  test('before production was touched nothing is turned back', () => {
    const steps = [run('deploy', { onFailure: 'rollback' })];
    const world = new World().start(runbook({ phases: [phase('staging', steps)], rollback: UNDO }));
    world.ended('deploy', 'failed');
    expect(world.state.pause?.step).toBe('deploy');
  });

  test('is told and passed where the runbook says continue', () => {
    const world = releasing([run('deploy', { onFailure: 'continue' }), note('after')]);
    world.ended('deploy', 'failed');
    expect(world.state.status).toBe('completed');
  });

  test('is not asked for again when its phase has ended, for nothing would follow', () => {
    const steps = [run('diff', { onFailure: 'continue' }), note('after')];
    const phases = [phase('staging', steps), phase('next', [confirm('look')])];
    const world = new World().start(runbook({ phases }));
    world.ended('diff', 'failed');
    expect(world.refused(dev, { type: 'retry', step: 'diff', attempt: 1 })).toBe('step.past');
    const within = new World().start(runbook({ phases: [phase('staging', [...steps, confirm('look')])] }));
    within.ended('diff', 'failed');
    within.retry(dev, 'diff');
    expect(within.attempt('diff')).toBe(2);
  });

  test('ends the run where the runbook says abort and nothing was changed', () => {
    const steps = [run('test', { onFailure: 'abort' })];
    const world = new World().start(runbook({ phases: [phase('prepare', steps)] }));
    world.ended('test', 'failed');
    expect(world.state.status).toBe('aborted');
  });

  test('Resume alone does not go past it', () => {
    const world = releasing([run('deploy')]);
    world.ended('deploy', 'failed');
    expect(world.refused(dev, { type: 'resume', reason: 'go on' })).toBe('run.step-failed');
  });

  test('is skipped with a reason by the role of its phase, and the run goes on', () => {
    const world = releasing([run('deploy'), note('after')]);
    world.ended('deploy', 'failed');
    const skip = { type: 'skip', step: 'deploy', attempt: 1 } as const;
    expect(world.refused(quinn, { ...skip, reason: 'done by hand' })).toBe('who.role');
    expect(world.refused(dev, { ...skip, reason: '' })).toBe('skip.reason');
    world.by(dev, { ...skip, reason: 'done by hand' });
    expect(world.state.status).toBe('completed');
  });

  test('is never skipped where the runbook says never', () => {
    const world = releasing([run('deploy', { skip: { by: 'never' } })]);
    world.ended('deploy', 'failed');
    expect(world.refused(dev, { type: 'skip', step: 'deploy', attempt: 1, reason: 'x' })).toBe('step.never-skipped');
  });

  test('is skipped by another role where the runbook says so', () => {
    const world = releasing([run('deploy', { skip: { by: 'other', role: 'qa' } })]);
    world.ended('deploy', 'failed');
    expect(world.refused(dev, { type: 'skip', step: 'deploy', attempt: 1, reason: 'x' })).toBe('who.role');
    world.by(quinn, { type: 'skip', step: 'deploy', attempt: 1, reason: 'x' });
  });

  test('a step whose text cannot be resolved fails before anything is done', () => {
    const world = releasing([run('deploy', { argv: ['deploy', '${{ inputs.nothing }}'] })]);
    expect(world.pending()).toEqual([]);
    expect(world.state.pause?.says).toContain('inputs.nothing');
    expect(world.state.touchedAt).toBeNull();
  });

  test('a question whose text cannot be resolved fails too, instead of being asked', () => {
    const world = releasing([{ ...confirm('ready'), text: '${{ inputs.nothing }} is ready' } as Step]);
    expect(world.status('ready')).toBe('failed');
  });

  test('a condition nobody can judge stops the run instead of passing the step over', () => {
    const when = { name: 'steps.never.output', op: '==', value: 'yes' } as const;
    const world = releasing([run('deploy', { when }), note('after')]);
    expect(world.status('deploy')).toBe('failed');
    expect(world.state.status).toBe('paused');
  });

  test('a phase whose condition nobody can judge pauses', () => {
    const when = { name: 'steps.never.output', op: '==', value: 'yes' } as const;
    const world = new World().start(runbook({ phases: [rollout([note('hello')], { when })] }));
    expect(world.state.status).toBe('paused');
    world.by(ada, { type: 'abort', reason: 'x' });
  });
});

describe('time', () => {
  test('a command that takes too long is stopped, and fails by that', () => {
    const world = releasing([run('deploy', { timeoutMs: 60 * SECOND })]);
    world.pass(60 * SECOND);
    expect(world.pending('command.stop', 'deploy')).toHaveLength(1);
    world.ended('deploy', 'failed');
    expect(world.state.pause?.says).toContain('stopped after');
  });

  test('a question nobody answers in its time fails', () => {
    const world = releasing([confirm('ready', { timeoutMs: 60 * SECOND })]);
    world.pass(60 * SECOND);
    expect(world.status('ready')).toBe('failed');
  });

  test('the answer of a call settles before the next step begins', () => {
    const world = releasing([http('switch', { settleMs: 30 * SECOND }), run('deploy')]);
    world.ended('switch');
    expect(world.status('deploy')).toBe('pending');
    world.pass(29 * SECOND);
    expect(world.status('deploy')).toBe('pending');
    world.pass(1 * SECOND);
    expect(world.status('deploy')).toBe('running');
    expect(world.timers).toEqual({});
  });

  test('a phase ends only when the answer of its last call has settled', () => {
    const world = releasing([http('switch', { settleMs: 30 * SECOND })]);
    world.ended('switch');
    expect(world.state.status).toBe('running');
    world.pass(30 * SECOND);
    expect(world.state.status).toBe('completed');
  });

  test('the answer of a call settles behind a step that failed and was passed, and beside a background command', () => {
    const world = releasing([
      run('try', { onFailure: 'continue' }),
      run('server', { background: { until: 'after' } }),
      http('switch', { settleMs: 30 * SECOND }),
      note('after'),
    ]);
    world.ended('try', 'failed');
    world.ended('switch');
    world.pass(30 * SECOND);
    expect(world.status('after')).toBe('done');
  });

  test('the work behind a call is asked about until it is done, and the first answer is kept', () => {
    const world = releasing([http('switch', { until: polled(5 * SECOND) })]);
    world.ended('switch', 'done', { job: '17' });
    world.pass(5 * SECOND).ended('switch', 'pending');
    world.pass(5 * SECOND).ended('switch', 'pending');
    world.pass(5 * SECOND).ended('switch', 'done');
    expect(world.status('switch')).toBe('done');
    expect(world.state.steps['switch']?.outputs).toEqual({ job: '17' });
  });
});

describe('pause', () => {
  test('lets the command in hand end, keeps its result, and begins nothing new', () => {
    const world = releasing([run('deploy'), run('more')]);
    world.by(quinn, { type: 'pause', reason: '' });
    world.ended('deploy');
    expect(world.status('deploy')).toBe('done');
    expect(world.pending()).toEqual([]);
    world.by(dev, { type: 'resume', reason: null });
    expect(world.status('more')).toBe('running');
  });

  test('a step that failed during the pause asks after it', () => {
    const world = releasing([run('deploy')]);
    world.by(quinn, { type: 'pause', reason: '' });
    world.ended('deploy', 'failed');
    world.by(dev, { type: 'resume', reason: null });
    expect(world.state.pause).toMatchObject({ cause: 'step', step: 'deploy' });
  });
});

describe('each', () => {
  const flags = (list: readonly string[], change: Parameters<typeof run>[1] = {}) => {
    const step = run('flag', { argv: ['deploy', '${{ each }}'], each: 'inputs.flags', ...change });
    const inputs = [{ ...input, default: list }];
    return new World().start(runbook({ phases: [rollout([step, note('after')])], inputs, rollback: UNDO }));
  };
  const input = {
    name: 'flags',
    type: 'list',
    ask: 'flags?',
    options: [],
    pattern: null,
    default: [],
    when: null,
    changed: [],
  } as const;
  const argv = (world: World) => world.all('step.started').flatMap(one => (one.part ? [one.part.value] : []));

  test('an empty list is passed over, and says so', () => {
    const world = flags([]);
    expect(world.state.steps['flag']).toMatchObject({
      status: 'skipped',
      says: 'nothing to do: inputs.flags is empty',
    });
    expect(world.state.status).toBe('completed');
  });

  test('entries are done one after another, each with its end on record', () => {
    const world = flags(['a', 'b', 'c']);
    world.ended('flag');
    world.ended('flag');
    expect(world.status('flag')).toBe('running');
    world.ended('flag');
    expect(argv(world)).toEqual(['a', 'b', 'c']);
    expect(world.all('step.finished').filter(one => one.step === 'flag')).toHaveLength(3);
    expect(world.state.status).toBe('completed');
  });

  test('Retry goes on with the entry that failed and does none twice', () => {
    const world = flags(['a', 'b', 'c']);
    world.ended('flag');
    world.ended('flag', 'failed');
    world.retry(dev, 'flag');
    world.ended('flag');
    world.ended('flag');
    expect(argv(world)).toEqual(['a', 'b', 'b', 'c']);
    expect(world.state.status).toBe('completed');
  });

  test('the next entry does not begin during a pause', () => {
    const world = flags(['a', 'b']);
    world.by(quinn, { type: 'pause', reason: '' });
    world.ended('flag');
    expect(world.pending()).toEqual([]);
    world.by(dev, { type: 'resume', reason: null });
    world.ended('flag');
    expect(world.state.status).toBe('completed');
  });

  test('the next entry does not begin once the run turns back', () => {
    const world = flags(['a', 'b']);
    const inHand = world.take('command.start', 'flag');
    world.by(ada, { type: 'rollback', reason: 'stop' });
    world.answer(inHand, 'done');
    expect(argv(world)).toEqual(['a']);
  });

  test('more than twenty entries fail instead of being passed over', () => {
    const list = Array.from({ length: 21 }, (_, index) => `f${index}`);
    const world = new World().start(
      runbook({
        phases: [rollout([version('version'), run('flag', { each: 'steps.version.flags' })])],
        rollback: UNDO,
      }),
    );
    world.ended('version', 'done', { version: '1.2.0', flags: list });
    expect(world.status('flag')).toBe('failed');
    expect(world.state.pause?.says).toContain('21 entries');
  });

  test('a list nobody knows fails instead of being empty', () => {
    const world = releasing([run('flag', { each: 'steps.none.flags' })]);
    expect(world.status('flag')).toBe('failed');
  });
});

describe('background', () => {
  const smoke = (change = {}) =>
    releasing([run('server', { background: { until: 'probe' }, ...change }), run('probe'), run('after')]);

  test('[U3] goes on beside the next steps and is ended when its step is done', () => {
    const world = smoke();
    expect(world.pending('command.start').map(ask => (ask.body['ref'] as { step: string }).step)).toEqual([
      'server',
      'probe',
    ]);
    world.ended('probe');
    expect(world.pending('command.stop', 'server')).toHaveLength(1);
    expect(world.status('after')).toBe('pending');
    world.ended('server', 'failed');
    expect(world.status('server')).toBe('done');
    expect(world.status('after')).toBe('running');
  });

  test('when it is gone too early the step in progress fails with it', () => {
    const world = smoke();
    world.ended('server', 'done');
    expect(world.status('server')).toBe('failed');
    expect(world.pending('command.stop', 'probe')).toHaveLength(1);
    world.ended('probe', 'failed');
    world.retry(dev, 'server');
    world.retry(dev, 'probe');
    world.ended('probe');
    world.ended('server', 'failed');
    expect(world.status('after')).toBe('running');
  });
});

describe('cleanup', () => {
  const blocked = (steps: readonly Step[]) =>
    releasing([run('block', { cleanup: command(['deploy', 'unblock']) }), ...steps]);

  test('[W3] is done once when the phase ends', () => {
    const world = blocked([run('probe')]);
    world.ended('block');
    expect(world.status('block.cleanup')).toBe('pending');
    world.ended('probe');
    expect(world.take('command.start', 'block.cleanup').body['argv']).toEqual(['deploy', 'unblock']);
  });

  test('a failed one is told and holds nothing back', () => {
    const world = blocked([]);
    world.ended('block');
    world.ended('block.cleanup', 'failed');
    world.ended('block.cleanup', 'failed');
    expect(world.state.status).toBe('completed');
  });

  test('is done first when the phase is rolled back', () => {
    const world = blocked([run('deploy')]);
    world.ended('block');
    world.ended('deploy', 'failed');
    world.by(ada, { type: 'rollback', reason: 'broken' });
    expect(world.status('block.cleanup')).toBe('running');
    world.ended('block.cleanup');
    expect(world.status('undo')).toBe('waiting');
  });

  test('one that is in hand when the run turns back is stopped and done again', () => {
    const world = blocked([]);
    world.ended('block');
    const inHand = world.take('command.start', 'block.cleanup');
    world.by(ada, { type: 'rollback', reason: 'broken' });
    world.answer(inHand, 'failed');
    expect(world.pending('command.start', 'block.cleanup')).toHaveLength(1);
  });

  test('is done when the run is aborted', () => {
    const world = blocked([confirm('look')]);
    world.ended('block');
    world.by(ada, { type: 'abort', reason: 'enough' });
    world.ended('block.cleanup');
    expect(world.state.status).toBe('aborted');
  });

  test('is not done for what never began', () => {
    const world = releasing([confirm('look'), run('block', { cleanup: command(['deploy', 'unblock']) })]);
    world.by(ada, { type: 'abort', reason: 'enough' });
    expect(world.status('block.cleanup')).toBe('skipped');
  });
});

test('a product without its executable fails the step and not the bot', () => {
  const world = releasing([run('deploy', { argv: ['rm', '-rf'] })], { product: product({ executables: {} }) });
  expect(world.state.pause?.says).toContain('"rm" is not among');
});
