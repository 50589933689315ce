import { expect, test } from 'vitest';
import { PENDING_STEP } from '#src/domain/procedure/state.ts';
import { commandStart } from '#src/effects/command-start.ts';
import { gitTag } from '#src/effects/git-tag.ts';
import { httpCall, httpGet } from '#src/effects/http-call.ts';
import type { Task } from '#src/ports/effect-kind.ts';

const ref = { step: 'deploy', attempt: 1, part: null, wave: null };
const steps = { deploy: { ...PENDING_STEP, status: 'running', attempt: 1, stopping: true } };
/** The run turned round between the claim of an effect and its turn. */
const task = { row: { id: 'e1', body: { ref } }, run: { steps } } as unknown as Task;
/** Whatever is asked of the world is too much. */
const world = new Proxy({}, { get: () => () => expect.unreachable('the world was asked') }) as never;

test.each([
  ['command.start', commandStart(world, {})],
  ['http.call', httpCall(world)],
  ['http.get', httpGet(world)],
  ['git.tag', gitTag(world)],
])(
  '%s that was stopped before its turn does nothing and tells the run, so that it never waits for a ghost',
  async (_, kind) => {
    const finish = await kind.run(task);
    expect(finish).toMatchObject({ end: 'done', command: { type: 'action-ended', ref, end: 'never-began' } });
  },
);
