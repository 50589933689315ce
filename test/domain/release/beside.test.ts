import { describe, expect, test } from 'vitest';
import { stateOf } from '#src/domain/procedure/sections.ts';
import { ada, dev } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { command, confirm, phase, rollback, rollout, run, runbook } from '../../support/runbook.ts';

const server = run('server', { background: { until: 'journey' }, cleanup: command(['deploy', 'clean']) });
const CLEANUP = 'server.cleanup';

/** A server beside a confirmation and a command, then a phase that changes production. */
function serving(): World {
  return new World().start(
    runbook({
      phases: [
        phase('smoke', [server, confirm('page'), run('journey'), confirm('all')]),
        rollout([run('move'), confirm('fine')]),
      ],
      rollback: rollback([run('back', { undoes: ['move'] })]),
    }),
  );
}

const ran = (world: World, step: string) => world.all('step.started').filter(one => one.step === step).length;

describe('[U3] a command in the background', () => {
  test('runs beside the steps after it, is told to stop when `until` is over, and its end is waited for', () => {
    const world = serving();
    world.confirm(dev, 'page');
    expect(world.status('server')).toBe('running');
    world.ended('journey');
    expect(world.pending('command.stop', 'server')).toHaveLength(1);
    // The next step may want the same port.
    expect(world.status('all')).toBe('pending');

    world.ended('server', 'failed');
    expect(world.status('server')).toBe('done');
    expect(world.status('all')).toBe('waiting');
    world.expectFolded();
  });

  test('that exits earlier fails, and the step in progress with it: a question at once, a command when it is stopped', () => {
    const asked = serving();
    asked.ended('server');
    expect(asked.status('server')).toBe('failed');
    expect(stateOf(asked.state, 'page')).toMatchObject({ status: 'failed', says: expect.stringContaining('is gone') });
    expect(asked.state.status).toBe('paused');

    const busy = serving();
    busy.confirm(dev, 'page');
    busy.ended('server');
    expect(busy.pending('command.stop', 'journey')).toHaveLength(1);
    busy.ended('journey', 'failed');
    expect(busy.status('journey')).toBe('failed');
    expect(busy.status('all')).toBe('pending');
  });
});

describe('[U3] what a phase has to be cleaned up after', () => {
  function throughSmoke(world: World): World {
    world.confirm(dev, 'page');
    world.ended('journey');
    world.ended('server', 'failed');
    return world;
  }

  test('is cleaned up once, when the phase ends', () => {
    const world = throughSmoke(serving());
    expect(ran(world, CLEANUP)).toBe(0);
    world.confirm(dev, 'all');
    expect(ran(world, CLEANUP)).toBe(1);
    world.ended(CLEANUP);
    world.ended('move');
    world.confirm(dev, 'fine');
    expect(world.state.status).toBe('completed');
    expect(ran(world, CLEANUP)).toBe(1);
  });

  test('is not cleaned up a second time when the run turns round later', () => {
    const world = throughSmoke(serving());
    world.confirm(dev, 'all');
    world.ended(CLEANUP);
    world.ended('move');
    world.by(ada, { type: 'rollback', reason: 'It broke' });
    expect(world.status('back')).toBe('running');
    expect(ran(world, CLEANUP)).toBe(1);
  });

  test.each(['rollback', 'abort'] as const)('is cleaned up when a %s ends the phase in the middle', how => {
    const world = serving();
    const inHand = world.take('command.start', 'server');
    world.by(ada, { type: how, reason: 'Not today' });
    expect(world.pending('command.stop', 'server')).toHaveLength(1);
    world.answer(inHand, 'failed');
    expect(ran(world, CLEANUP)).toBe(1);
    world.ended(CLEANUP);
    expect(world.state.status).toBe(how === 'rollback' ? 'rolled-back' : 'aborted');
    expect(ran(world, CLEANUP)).toBe(1);
    world.expectFolded();
  });

  test('is tried twice, and then holds nothing back', () => {
    const world = throughSmoke(serving());
    world.confirm(dev, 'all');
    world.ended(CLEANUP, 'failed');
    world.ended(CLEANUP, 'failed');
    expect(world.status('move')).toBe('running');
    expect(ran(world, CLEANUP)).toBe(2);
  });

  test('is left as it is where the step never began', () => {
    const world = new World().start(
      runbook({
        phases: [phase('smoke', [confirm('ready'), server, run('journey')])],
        rollback: rollback([]),
      }),
    );
    world.by(ada, { type: 'abort', reason: 'Not today' });
    expect(ran(world, CLEANUP)).toBe(0);
    expect(world.all('step.skipped')).toMatchObject([{ step: CLEANUP, reason: '"server" never began' }]);
  });
});
