import { expect, test } from 'vitest';
import { oneByOne } from '#src/base/one-by-one.ts';
import { MINUTE } from '#src/base/time.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import { factFinder } from '#src/effects/find-facts.ts';
import { mailSend } from '#src/effects/mail-send.ts';
import { runTell } from '#src/effects/run-tell.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import { fact, product } from '../support/runbook.ts';

/** Whatever is asked of the world is too much. */
const world = new Proxy({}, { get: () => () => expect.unreachable('the world was asked') }) as never;

function taskOf(body: object, run: object, runs: readonly Partial<RunSummary>[] = []): Task {
  return {
    row: { id: 'e1', body },
    run: { runbook: { product: product() }, ...run },
    runs: async () => runs,
    tellRun: async () => expect.unreachable('the release was told'),
  } as unknown as Task;
}

test('[X5] a release is not taken back from under one that went to production after it', async () => {
  const release = (id: string, touched: number, status = 'completed') => ({
    id,
    status,
    facts: { touched, production: null },
  });
  const command = { type: 'incident-acts', incident: 'INC-7', what: 'rollback', reason: 'Down', by: { kind: 'bot' } };
  const task = taskOf({ run: 'REL-1', taken: 'a1', command }, {}, [
    release('REL-3', 3 * MINUTE, 'rolled-back'),
    release('REL-2', 2 * MINUTE),
    release('REL-1', MINUTE),
  ]);
  const finish = await runTell(oneByOne()).run(task);
  expect(finish).toMatchObject({
    end: 'done',
    command: { taken: 'a1', failed: true, says: 'REL-2 went to production after REL-1; take that back first' },
  });
});

test('[W9] neither the incident a release repairs nor one that holds no release closes its gate; another open one does', async () => {
  const incident = (id: string, holds = true) => ({ id, facts: { holds } });
  const ask = (runs: readonly Partial<RunSummary>[]) =>
    factFinder(world, world)(taskOf({}, { kind: 'release', incident: 'INC-7' }, runs), fact('no-incident'));
  expect(await ask([incident('INC-7'), incident('INC-8', false)])).toMatchObject({ outcome: 'holds' });
  expect(await ask([incident('INC-7'), incident('INC-9')])).toMatchObject({
    outcome: 'does-not-hold',
    says: 'open: INC-9',
  });
});

test('nobody is told by mail to be needed when it is over or somebody has it', async () => {
  const body = { to: ['duty@shop.example'], says: 'not accepted', page: 'p1' };
  const ended = { kind: 'incident', status: 'resolved', pages: {} };
  const taken = { kind: 'incident', status: 'investigating', pages: { p1: { state: 'acknowledged' } } };
  expect(await mailSend(world).run(taskOf(body, ended))).toEqual({ end: 'done' });
  expect(await mailSend(world).run(taskOf(body, taken))).toEqual({ end: 'done' });
});
