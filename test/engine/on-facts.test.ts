import { expect, test } from 'vitest';
import { createEngine } from '#src/engine/engine.ts';
import type { OnFacts } from '#src/engine/handle.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { dev, NOON, STREAM, starting } from '../support/given.ts';
import { offset, phase, runbook } from '../support/runbook.ts';
import { quietLog } from '../support/world/log.ts';

test('whoever counts hears of each fact once, after it is on disk: not of refusals, not of second deliveries', async () => {
  await using store = await openSqlite({ path: ':memory:' });
  const heard: string[] = [];
  const onDisk: Promise<void>[] = [];
  const onFacts: OnFacts = ({ before, run, facts }) => {
    heard.push(...facts.map(fact => fact.type));
    expect(before?.seq ?? 0).toBeLessThan(run.seq);
    const last = facts.at(-1)?.seq;
    onDisk.push(store.readStream(STREAM).then(rows => expect(rows.map(row => row.seq)).toContain(last)));
  };
  const engine = createEngine({
    store,
    clock: { now: () => NOON },
    kinds: {},
    log: quietLog(),
    fatal: cause => expect.unreachable(String(cause)),
    onFacts,
  });
  await engine.handle(STREAM, starting(runbook({ phases: [phase('work', [], { at: offset(1, 0) })] }), NOON + 1));
  const request = { key: 'a', reply: () => null };
  const note = () => engine.handle(STREAM, { type: 'note', actor: dev, text: 'a' }, { request });
  await Promise.all([note(), note()]);
  await note();
  const refused = await engine.handle(STREAM, { type: 'resume', actor: dev, reason: null } as never);
  expect(refused.kind).toBe('refused');

  await Promise.all(onDisk);
  expect(heard).toEqual((await store.readStream(STREAM)).map(row => row.type));
  expect(heard.filter(type => type === 'note.added')).toHaveLength(1);
});
