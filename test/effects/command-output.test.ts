import { expect, test } from 'vitest';
import { PENDING_STEP } from '#src/domain/procedure/state.ts';
import { commandStart } from '#src/effects/command-start.ts';
import type { Commands } from '#src/ports/commands.ts';
import type { Task } from '#src/ports/effect-kind.ts';

const ref = { step: 'clean', attempt: 1, part: null, wave: null };

/** How the step ends when its command printed this and something was expected of it. */
async function ends(printed: string, output: unknown): Promise<string> {
  const end = { how: 'exited', code: 0, signal: null, stopped: false, startedAt: 0, endedAt: 1, stdout: printed };
  const commands = {
    start: async () => undefined,
    follow: async () => ({ ...end, tail: printed }),
  } as unknown as Commands;
  const body = {
    ref,
    argv: ['git', 'status'],
    executable: '/bin/git',
    cwd: '.',
    outputs: {},
    expect: { exit: 0, output },
  };
  const steps = { clean: { ...PENDING_STEP, status: 'running', attempt: 1 } };
  const runbook = { phases: [], rollback: null, finally: [] };
  const task = { row: { id: 'e1', body }, run: { kind: 'release', runbook, steps } } as unknown as Task;
  const finish = await commandStart(commands, {}).run(task);
  const { command } = finish as unknown as { command: { end: string; says: string } };
  return command.end === 'done' ? 'done' : command.says;
}

test('[R3] an expected output of nothing is met by nothing alone', async () => {
  expect(await ends('\n', '')).toBe('done');
  expect(await ends(' M src/weigh.py\n', '')).toContain('nothing should have been printed');
});

test('[R5] of a list all has to be printed; what is missing is named', async () => {
  expect(await ends('api running\nworker running', ['worker running', 'api running'])).toBe('done');
  expect(await ends('api running\nworker restarting', ['api running', 'worker running', 'beat running'])).toContain(
    'its output lacks "worker running" and "beat running"',
  );
});

test('without an expectation whatever is printed is fine, and a text has to be in it', async () => {
  expect(await ends('anything', null)).toBe('done');
  expect(await ends('all is well', 'well')).toBe('done');
  expect(await ends('all is ill', 'well')).toContain('its output lacks "well"');
});
