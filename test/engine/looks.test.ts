import { expect, test } from 'vitest';
import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import { createEngine } from '#src/engine/engine.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { dev, NOON, STREAM, starting } from '../support/given.ts';
import { offset, phase, runbook } from '../support/runbook.ts';
import { quietLog } from '../support/world/log.ts';

const GAP_MS = 1_000;

test('a busy thread causes no look in vain, and nothing that is due is overlooked', async () => {
  await using store = await openSqlite({ path: ':memory:' });
  let now: Instant = NOON;
  let looks = 0;
  const done: string[] = [];
  const post: EffectKind = {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 1,
    gapMs: GAP_MS,
    run: async ({ row }) => {
      done.push(JSON.stringify(row.body));
      return { end: 'done' };
    },
  };
  const engine = createEngine({
    store,
    clock: { now: () => now },
    kinds: { 'chat.post': post, 'chat.card': post },
    log: quietLog(),
    fatal: cause => expect.unreachable(String(cause)),
  });
  engine.onWork(() => {
    looks += 1;
  });
  const note = (text: string) => engine.handle(STREAM, { type: 'note', actor: dev, text });

  const started = await engine.handle(
    STREAM,
    starting(runbook({ phases: [phase('work', [], { at: offset(1, 0) })] }), NOON + DAY),
  );
  expect(started.kind, JSON.stringify(started)).toBe('done');
  expect(looks).toBeGreaterThan(0);
  await engine.idle();

  // The thread rests after its card. The first note has the next look set, and the others wait for that one.
  await note('the first');
  await engine.idle();
  expect(await engine.tick()).toBe(NOON + GAP_MS);
  looks = 0;
  for (let nth = 0; nth < 20; nth += 1) await note(`resting ${nth}`);
  expect(looks).toBe(0);

  // Everything is told in the end, a second apart.
  for (let left = 100; (await engine.tick()) !== NOON + DAY && left > 0; left -= 1) {
    now += GAP_MS;
    await engine.idle();
  }
  for (let nth = 0; nth < 20; nth += 1) expect(done.join()).toContain(`resting ${nth}"`);

  // In silence one note is worth a look of its own.
  now += MINUTE;
  await engine.idle();
  looks = 0;
  await note('in silence');
  expect(looks).toBe(1);
  await engine.idle();
  expect(done.join()).toContain('in silence');
});
