import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '#src/base/time.ts';
import { commandStop } from '#src/effects/command-stop.ts';
import { httpCall } from '#src/effects/http-call.ts';
import { createEngine } from '#src/engine/engine.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { Http } from '#src/ports/http.ts';
import type { Store } from '#src/ports/store.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { NOON, STREAM, starting } from '../support/given.ts';
import { http, note, phase, runbook } from '../support/runbook.ts';
import { quietLog } from '../support/world/log.ts';

const DONE: EffectKind = { repeat: 'safe', settleMs: 0, attemptsMax: 1, run: async () => ({ end: 'done' }) };
const DEPLOY = http('deploy', { timeoutMs: 2 * MINUTE, retry: { attempts: 3, backoffMs: SECOND } });

test('a call that was on its way when the bot was killed is not sent again, however late the bot is back', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gonogo-sent-')), 'gonogo.sqlite');
  let now = NOON;
  const sent: string[] = [];
  // The answer never comes: as for a bot that was killed while it waited.
  const before = await openSqlite({ path });
  const killed = bot(before, () => new Promise(() => {}));
  await killed.handle(STREAM, starting(runbook({ phases: [phase('work', [DEPLOY, note('n')])] })));
  await killed.tick();
  await expect.poll(() => sent).toHaveLength(1);

  now += 3 * MINUTE;
  await before[Symbol.asyncDispose]();
  await using store = await openSqlite({ path });
  const back = bot(store, async () => ({ status: 200, headers: {}, text: '{}', latencyMs: 1 }));
  await back.recover();
  for (let looks = 0; looks < 8; looks++) {
    await back.idle();
    now += SECOND;
  }

  expect(sent).toHaveLength(1);
  expect((await back.run(STREAM))?.steps['deploy']).toMatchObject({ status: 'interrupted', unknown: true });

  function bot(store: Store, answer: () => ReturnType<Http['send']>) {
    const web: Http = {
      send: ({ method }) => {
        sent.push(method);
        return answer();
      },
    };
    const commands = new Proxy({}, { get: () => () => expect.unreachable('there is no command') }) as never;
    const kinds = { 'http.call': httpCall(web), 'command.stop': commandStop(commands) };
    return createEngine({
      store,
      clock: { now: () => now },
      kinds: new Proxy(kinds as { [kind: string]: EffectKind }, { get: (all, kind: string) => all[kind] ?? DONE }),
      log: quietLog(),
      fatal: cause => expect.unreachable(String(cause)),
    });
  }
});
