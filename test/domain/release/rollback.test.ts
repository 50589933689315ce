import { describe, expect, test } from 'vitest';
import { isOver } from '#src/domain/release/over.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { ada, dev, quinn } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import {
  attach,
  checkpoint,
  confirm,
  http,
  note,
  notify,
  polled,
  report,
  rollback,
  rollout,
  run,
  runbook,
  shift,
} from '../../support/runbook.ts';

const back = { type: 'rollback', reason: 'it broke' } as const;

function releasing(steps: readonly Step[], undo: readonly Step[], change: Parameters<typeof runbook>[0] = {}) {
  return new World().start(runbook({ phases: [rollout(steps)], rollback: rollback(undo), ...change }));
}

describe('what is undone', () => {
  test('[V8] what was done, and not what never began', () => {
    const world = releasing(
      [run('deploy'), confirm('look'), run('migrate')],
      [run('undo-migrate', { undoes: ['migrate'] }), run('undo-deploy', { undoes: ['deploy'] }), note('told')],
    );
    world.ended('deploy');
    world.by(ada, back);
    expect(world.all('release.rollback-started')[0]).toMatchObject({
      runs: ['undo-deploy', 'told'],
      skips: [{ step: 'undo-migrate', why: 'migrate never began' }],
      asks: [],
    });
    world.ended('undo-deploy');
    expect(world.state.status).toBe('rolled-back');
    expect(world.status('undo-migrate')).toBe('skipped');
  });

  test('what began and is not known to be done is asked about first', () => {
    const world = releasing([run('deploy')], [run('undo', { undoes: ['deploy'] })]);
    world.ended('deploy', 'failed');
    world.by(ada, back);
    expect(world.status('undo')).toBe('waiting');
    expect(world.pending('command.start')).toEqual([]);
    world.confirm(dev, 'undo');
    world.ended('undo');
    expect(world.state.status).toBe('rolled-back');
  });

  test('what may be repeated safely is undone without asking', () => {
    const world = releasing([run('deploy')], [run('undo', { undoes: ['deploy'], repeatable: true })]);
    world.ended('deploy', 'failed');
    world.by(ada, back);
    expect(world.status('undo')).toBe('running');
  });

  test('a shift that moved somebody is undone without asking, whatever its later waves did', () => {
    const world = releasing([shift('waves', [{ soakMs: 60_000 }, {}])], [run('undo', { undoes: ['waves'] })]);
    world.ended('waves');
    world.by(ada, back);
    expect(world.status('waves')).toBe('cancelled');
    expect(world.status('undo')).toBe('running');
  });

  test('a step that is off by its condition is forecast as skipped', () => {
    const when = { name: 'run.type', op: '==', value: 'major' } as const;
    const world = releasing([confirm('look')], [run('undo', { when }), note('told')]);
    world.by(ada, back);
    expect(world.all('release.rollback-started')[0]?.runs).toEqual(['told']);
  });
});

describe('what is in hand', () => {
  test('is stopped, and the first step back waits for its end', () => {
    const world = releasing([run('deploy')], [run('undo', { undoes: ['deploy'], repeatable: true })]);
    const inHand = world.take('command.start', 'deploy');
    world.by(ada, back);
    expect(world.pending('command.stop', 'deploy')).toHaveLength(1);
    expect(world.status('undo')).toBe('pending');
    world.answer(inHand, 'failed');
    expect(world.status('undo')).toBe('running');
  });

  test('does not hold the way back once a person says to start anyway', () => {
    const world = releasing([run('deploy')], [run('undo', { undoes: ['deploy'], repeatable: true })]);
    world.by(ada, back);
    expect(world.refused(quinn, { type: 'start-anyway' })).toBe('who.role');
    world.by(dev, { type: 'start-anyway' });
    expect(world.status('undo')).toBe('running');
  });

  test('that could not be told to stop holds the way back, and the accountable are told at once', () => {
    const world = releasing([run('deploy')], [run('undo', { undoes: ['deploy'], repeatable: true })]);
    world.by(ada, back);
    const before = world.told.length;
    world.gaveUp(world.take('command.stop', 'deploy'));
    expect(world.status('deploy')).toBe('running');
    expect(world.status('undo')).toBe('pending');
    const direct = world.told.slice(before).filter(ask => ask.kind === 'chat.direct');
    expect(direct.map(ask => [ask.body['user'], ask.body['about']])).toEqual([['ada', 'unstopped']]);
    world.by(dev, { type: 'start-anyway' });
    expect(world.status('undo')).toBe('running');
    world.expectFolded();
  });

  test('a wave that was through before it could be stopped does not hold the way back', () => {
    const world = releasing([shift('waves', [{}, {}])], [run('undo', { undoes: ['waves'] })]);
    const inHand = world.take('command.start', 'waves');
    world.by(ada, back);
    world.answer(inHand, 'done');
    expect(world.status('undo')).toBe('running');
    expect(world.all('wave.started')).toHaveLength(1);
  });

  test('a call that was accepted while it was being stopped does not hold the way back', () => {
    const world = releasing(
      [http('go', { until: polled(5_000) })],
      [run('undo', { undoes: ['go'], repeatable: true })],
    );
    const inHand = world.take('http.call', 'go');
    world.by(ada, back);
    world.answer(inHand, 'done');
    expect(world.status('undo')).toBe('running');
  });

  test('questions of the forward way are called off and cannot be answered any more', () => {
    const world = releasing([confirm('look')], [note('told'), confirm('back')]);
    world.by(ada, back);
    expect(world.status('look')).toBe('cancelled');
    expect(world.refused(dev, { type: 'confirm', step: 'look', attempt: 1, remark: null })).toBe('step.left');
  });

  test('a failed step that was left behind cannot be retried beside the rollback', () => {
    const world = releasing([run('deploy')], [confirm('back')]);
    world.ended('deploy', 'failed');
    world.by(ada, back);
    expect(world.refused(dev, { type: 'retry', step: 'deploy', attempt: 1 })).toBe('step.left');
    expect(world.refused(dev, { type: 'skip', step: 'deploy', attempt: 1, reason: 'x' })).toBe('step.left');
  });
});

describe('the way back', () => {
  test('a failed step of it pauses and asks those who may roll back', () => {
    const world = releasing([run('deploy'), confirm('look')], [run('undo', { undoes: ['deploy'] })]);
    world.ended('deploy');
    world.by(ada, back);
    world.ended('undo', 'failed');
    expect(world.state.status).toBe('paused');
    world.retry(dev, 'undo');
    expect(world.state.status).toBe('rolling-back');
    world.ended('undo');
    expect(world.state.status).toBe('rolled-back');
  });

  test('ends with its checkpoint, then the closing steps', () => {
    const world = new World().start(
      runbook({
        phases: [rollout([confirm('look')])],
        rollback: rollback([note('told')], { checkpoint: checkpoint('The old state is back') }),
        finally: [report('report')],
      }),
    );
    world.by(ada, back);
    expect(world.state.status).toBe('rolling-back');
    world.confirm(dev, 'rollback.checkpoint');
    expect(world.state.status).toBe('rolled-back');
    expect(world.status('report')).toBe('running');
    expect(isOver(world.state)).toBe(false);
  });

  test('items of its checkpoint are not open before it begins', () => {
    const world = new World().start(
      runbook({
        phases: [rollout([confirm('look')])],
        rollback: rollback([confirm('told')], { checkpoint: checkpoint('Back', [{}]) }),
      }),
    );
    const tick = {
      type: 'tick',
      step: 'rollback.checkpoint',
      attempt: 0,
      item: '1',
      holds: true,
      remark: null,
    } as const;
    expect(world.refused(dev, tick)).toBe('step.left');
    world.by(ada, back);
    world.by(dev, tick);
  });

  test('is for the responsible and the accountable, needs a reason, and happens once', () => {
    const world = releasing([confirm('look')], [confirm('told')]);
    expect(world.refused(quinn, back)).toBe('who.role');
    expect(world.refused(ada, { type: 'rollback', reason: ' ' })).toBe('rollback.reason');
    world.by(ada, back);
    expect(world.refused(ada, back)).toBe('run.rolling-back');
  });

  test('an abort in the middle of it stops its command too', () => {
    const world = releasing([confirm('look')], [run('undo')]);
    world.by(ada, back);
    world.by(ada, { type: 'abort', reason: 'by hand from here' });
    expect(world.pending('command.stop', 'undo')).toHaveLength(1);
    expect(world.state.status).toBe('aborted');
  });
});

describe('closing steps', () => {
  test('one that fails holds nothing open', () => {
    const world = releasing([note('hello')], [], { finally: [report('report'), note('bye')] });
    world.gaveUp(world.take('report.write', 'report'));
    expect(world.state.status).toBe('completed');
    expect(isOver(world.state)).toBe(true);
  });

  test('[V13] a report waits for the end and the verdict, which wait for the closing steps above it', () => {
    const world = releasing([note('hello')], [], { finally: [confirm('tidy'), report('report'), note('bye')] });
    expect(world.state.status).toBe('running');
    expect(world.pending('report.write')).toEqual([]);
    world.confirm(dev, 'tidy');
    expect(world.types().slice(-2)).toEqual(['release.completed', 'step.started']);
    expect(world.status('report')).toBe('running');
    expect(isOver(world.state)).toBe(false);
  });

  test('[V3] [V13] a report before the end is never taken for the one that closes the run', () => {
    const world = releasing([report('draft'), confirm('look')], [], { finally: [report('report')] });
    const draft = world.take('report.write', 'draft');
    expect(draft.body['upTo']).toEqual(expect.any(Number));
    world.tell({ type: 'reports-written', ref: draft.body['ref'] as never, files: [] });
    world.confirm(dev, 'look');
    expect(world.take('report.write', 'report').body['upTo']).toBeUndefined();
  });

  test('[V8] [V13] a report on its way when the run is taken back is written anew at its end', () => {
    const world = releasing([run('deploy')], [run('undo')], { finally: [report('report')] });
    world.ended('deploy');
    const stale = world.take('report.write', 'report');
    world.tell({ type: 'incident-acts', incident: 'INC-7', what: 'rollback', reason: 'Checkout down', by: ada });
    const files = [{ name: 'audit.json', hash: 'd'.repeat(64), permalink: null }];
    world.tell({ type: 'reports-written', ref: stale.body['ref'] as never, files });
    expect(world.status('report')).toBe('pending');
    world.ended('undo');
    expect(world.state.status).toBe('rolled-back');
    expect(world.status('report')).toBe('running');
  });

  test('one that waits for a person is passed over when the run is over already', () => {
    const world = releasing([confirm('look')], [note('told')], { finally: [attach('lessons', { text: 'What?' })] });
    world.by(ada, { type: 'abort', reason: 'x' });
    expect(world.status('lessons')).toBe('skipped');
    expect(isOver(world.state)).toBe(true);
  });

  test('one can tell the verdict', () => {
    const line = { says: 'No rollback', condition: { kind: 'never-rollback' } } as const;
    const world = releasing([note('hello')], [], {
      success: [line],
      finally: [note('bye', { text: '${{ run.verdict }}' })],
    });
    expect(world.state.steps['bye']?.says).toBe('success');
  });
});

describe('before the version is known', () => {
  const early = (undo: readonly Step[]) => {
    const world = releasing([confirm('look'), run('deploy')], undo);
    world.by(ada, back);
    return world;
  };

  test('[V8] [R6] whoever is told is told all the same, and no name stands empty', () => {
    const text = 'Taken back to ${{ run.previousTag }} from ${{ run.tag }}: ${{ rollback.reason }}';
    const world = early([notify('told', ['releases'], text), confirm('taught', { title: 'After ${{ run.commit }}' })]);
    expect(world.state.steps['told']?.resolved['text']).toBe(
      'Taken back to (no earlier version known) from (no tag yet): it broke',
    );
    expect(world.state.steps['taught']?.resolved['title']).toBe('After (no commit yet)');
    expect(world.all('step.failed')).toEqual([]);
  });

  test('[V8] [R6] a command that needs it fails and says so', () => {
    const world = early([run('checkout', { argv: ['deploy', '${{ run.previousTag }}'] })]);
    expect(world.all('step.failed')[0]?.says).toContain('run.previousTag: there is no earlier version known');
    expect(world.pending('command.start')).toEqual([]);
  });

  test('on the way forward a value that is missing stays a mistake', () => {
    const world = releasing([note('go', { text: 'Going out: ${{ run.tag }}' })], []);
    expect(world.all('step.failed')[0]?.says).toContain('run.tag: there is no tag yet');
  });
});
