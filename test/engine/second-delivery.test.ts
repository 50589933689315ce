import { expect, test } from 'vitest';
import { createEngine } from '#src/engine/engine.ts';
import type { Store } from '#src/ports/store.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { dev, NOON, STREAM, starting } from '../support/given.ts';
import { offset, phase, runbook } from '../support/runbook.ts';
import { quietLog } from '../support/world/log.ts';

test('a second delivery gets the first answer: at the same moment, later, and after a restart', async () => {
  await using store = await openSqlite({ path: ':memory:' });
  const engine = start(store);
  await engine.handle(STREAM, starting(runbook({ phases: [phase('work', [], { at: offset(1, 0) })] }), NOON + 1));

  let told = 0;
  const note = (by: ReturnType<typeof start>, key: string) =>
    by.handle(STREAM, { type: 'note', actor: dev, text: key }, { request: { key, reply: () => ++told } });
  const [first, beside] = await Promise.all([note(engine, 'a'), note(engine, 'a')]);
  expect(first).toMatchObject({ kind: 'done', reply: 1 });
  expect(beside).toEqual({ kind: 'duplicate', reply: 1 });
  expect(await note(engine, 'a')).toEqual({ kind: 'duplicate', reply: 1 });

  // This process has never heard of it, and decides before the commit says that it is known.
  const again = start(store);
  const [unheard, other] = await Promise.all([note(again, 'a'), note(again, 'b')]);
  expect(unheard).toEqual({ kind: 'duplicate', reply: 1 });
  expect(other).toMatchObject({ kind: 'done' });
  const notes = (await store.readStream(STREAM)).filter(event => event.type === 'note.added');
  expect(notes.length).toBe(2);
});

function start(store: Store) {
  return createEngine({
    store,
    clock: { now: () => NOON },
    kinds: {},
    log: quietLog(),
    fatal: cause => expect.unreachable(String(cause)),
  });
}
