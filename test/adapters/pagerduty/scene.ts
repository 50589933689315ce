import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPager } from '#src/adapters/pagerduty/pager.ts';
import { recordCalls } from '#src/adapters/record.ts';
import { DEFAULT_ROUTING_KEY, DEFAULT_TOKEN, type PagerDutyOptions } from '#src/fakes/pagerduty/options.ts';
import { startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { createMask } from '#src/telemetry/mask.ts';
import { KEY } from '../../contracts/pager.ts';

/** Saturday 2026-11-21 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 21, 12);
export const TOKEN = DEFAULT_TOKEN;

/** A clock that stands until the test moves it. */
export function handClock(start = NOON) {
  let now = start;
  return {
    now: () => now,
    advance(ms: number) {
      now += ms;
    },
  };
}

/** The real adapter against the strict fake, its calls written down. */
export async function startScene(options: PagerDutyOptions & { readonly timeoutMs?: number } = {}) {
  const { timeoutMs = 2_000, ...given } = options;
  const clock = handClock();
  const pagerDuty = await startPagerDuty({ clock, ...given });
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-pager-'));
  const file = join(folder, 'calls.jsonl');
  const parts = {
    eventsUrl: pagerDuty.eventsUrl,
    apiUrl: pagerDuty.apiUrl,
    keys: { [KEY]: DEFAULT_ROUTING_KEY },
    // The mask knows no secret: what is hidden must be hidden by its place.
    record: recordCalls({ file, mask: createMask([]) }),
    timeoutMs,
  };
  const pager = createPager({ ...parts, token: TOKEN });
  const blind = createPager({ ...parts, token: null });
  return {
    clock,
    pagerDuty,
    pager,
    blind,
    recorded: () => readFileSync(file, 'utf8'),
    async [Symbol.asyncDispose]() {
      await pager[Symbol.asyncDispose]();
      await blind[Symbol.asyncDispose]();
      await pagerDuty.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Scene = Awaited<ReturnType<typeof startScene>>;
