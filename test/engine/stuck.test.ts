import { expect, test } from 'vitest';
import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Fact } from '#src/domain/fact.ts';
import { encode, NO_HASH } from '#src/engine/codec.ts';
import { createEngine } from '#src/engine/engine.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { Store } from '#src/ports/store.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { NOON, STREAM, starting } from '../support/given.ts';
import { offset, phase, runbook } from '../support/runbook.ts';
import { quietLog } from '../support/world/log.ts';

const BROKEN = 'release:REL-9';

/** A timeline that begins in the middle: each decision on it hits an assertion. Its timer and its message are due. */
async function writeBroken(store: Store): Promise<void> {
  const fact: Fact = { seq: 1, at: NOON, actor: BOT, type: 'note.added', data: { text: 'x' } };
  await store.append({
    stream: BROKEN,
    expectedVersion: 0,
    events: [encode(BROKEN, fact, NO_HASH)],
    effects: [{ id: 'e1', kind: 'chat.post', lane: 'l', priority: 2, dueAt: NOON, body: {}, coalesce: false }],
    timers: { 'sweep:x': { at: NOON, policy: 'coalesce' } },
    cancel: [],
    run: null,
    messages: [],
    blobs: [],
    at: NOON,
  });
}

test('[B5] a defect in the decisions of one run ends the work of no other, and is tried again a minute later', async () => {
  await using store = await openSqlite({ path: ':memory:' });
  let now: Instant = NOON;
  const stuck: string[] = [];
  const kind: EffectKind = { repeat: 'look-first', settleMs: 0, attemptsMax: 1, run: async () => ({ end: 'done' }) };
  const engine = createEngine({
    store,
    clock: { now: () => now },
    kinds: { 'chat.post': kind, 'chat.card': kind },
    log: quietLog(),
    fatal: cause => expect.unreachable(String(cause)),
    stuck: stream => void stuck.push(stream),
  });
  await writeBroken(store);
  await engine.handle(STREAM, starting(runbook({ phases: [phase('work', [], { at: offset(-1, 0) })] }), NOON + DAY));
  await engine.idle();
  expect(stuck).toEqual([BROKEN, BROKEN]);
  expect(await store.dueTimers(NOON + MINUTE, 9)).toMatchObject([{ stream: BROKEN, at: NOON + MINUTE }]);
  // Whether the message is there is looked up; it is not sent again blindly.
  expect(await store.readEffect('e1')).toMatchObject({ state: 'unknown', dueAt: NOON + MINUTE });

  now = NOON + DAY;
  await engine.idle();
  expect((await store.run(STREAM))?.status).toBe('completed');
  expect(stuck).toHaveLength(4);
});
