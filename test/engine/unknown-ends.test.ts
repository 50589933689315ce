import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { httpGet } from '#src/effects/http-call.ts';
import { statusPageSet } from '#src/effects/services.ts';
import { createEngine } from '#src/engine/engine.ts';
import { GonogoError } from '#src/errors.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { NOON, STREAM, starting } from '../support/given.ts';
import { http, note, phase, runbook } from '../support/runbook.ts';
import { quietLog } from '../support/world/log.ts';

const DONE: EffectKind = { repeat: 'safe', settleMs: 0, attemptsMax: 1, run: async () => ({ end: 'done' }) };
const PAGE: Step = {
  ...note('tell', { onFailure: 'continue' }),
  verb: 'statuspage',
  component: 'Shop',
  componentId: 'c1',
  status: 'operational',
  subject: null,
  text: 'Back',
};
const ASKED = http('ask', { onFailure: 'continue' });

/** A service that takes what is sent and never answers. */
class Silent {
  calls = 0;
  async hear(): Promise<never> {
    this.calls += 1;
    throw new GonogoError('http.failed', 'no answer within 10 s', { retryable: true, unknown: true });
  }
}

test.each([
  [
    'a status page',
    PAGE,
    (silent: Silent) => ({ 'status-page.set': statusPageSet({ set: () => silent.hear() } as never) }),
  ],
  ['a question over HTTP', asking(), (silent: Silent) => ({ 'http.get': httpGet({ send: () => silent.hear() }) })],
])(
  '%s that never answers is left after a few tries, told once or twice, and holds nothing back',
  async (_, one, kindsOf) => {
    await using store = await openSqlite({ path: ':memory:' });
    let now = NOON;
    const silent = new Silent();
    const kinds: { [kind: string]: EffectKind } = kindsOf(silent);
    const engine = createEngine({
      store,
      clock: { now: () => now },
      kinds: new Proxy(kinds, { get: (all, kind: string) => all[kind] ?? DONE }),
      log: quietLog(),
      fatal: cause => expect.unreachable(String(cause)),
    });
    await engine.handle(STREAM, starting(runbook({ phases: [phase('work', [one, note('n')])] })));

    for (let minutes = 0; minutes < 60; minutes++) {
      await engine.idle();
      now += MINUTE;
    }

    const types = (await store.readStream(STREAM)).map(row => row.type);
    expect(silent.calls).toBeLessThanOrEqual(5);
    expect(types.filter(type => type === 'effect.unknown').length).toBeLessThanOrEqual(2);
    expect((await engine.run(STREAM))?.status).toBe('completed');
  },
);

function asking() {
  return ASKED.verb === 'http' ? { ...ASKED, act: { ...ASKED.act, method: 'GET' as const } } : ASKED;
}
