import { performance } from 'node:perf_hooks';
import type { Instant } from '#src/base/time.ts';
import { SECOND } from '#src/base/time.ts';
import type { Engine } from '#src/engine/engine.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/** Never asleep longer, so that a clock set forward is noticed within a second. */
const SLEEP_MAX = SECOND;
/** The wall clock moved by more than this against the machine's steady one: it was set. */
const JUMP_MS = 5 * SECOND;

/** Looks for due work until stopped. The engine owns no timer; this is the only one. */
export function runLoop(
  engine: Engine,
  clock: Clock,
  log: Log,
  jumped: (byMs: number, at: Instant) => void,
  keepHouse: (now: Instant) => Promise<void>,
  fatal: (cause: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => undefined;
  let woken = false;
  engine.onWork(() => {
    woken = true;
    wake();
  });
  let kept: Promise<void> = Promise.resolve();
  let drift = clock.now() - performance.now();

  async function rest(ms: number): Promise<void> {
    if (woken) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      woken = false;
      const next = await engine.tick();
      const now = clock.now();
      const moved = now - performance.now() - drift;
      if (Math.abs(moved) > JUMP_MS) jumped(moved, now);
      drift += moved;
      // Nobody waits for it: a page never stands behind the tidying up.
      kept = keepHouse(now);
      await rest(next === null ? SLEEP_MAX : Math.min(Math.max(next - now, 0), SLEEP_MAX));
    }
  }

  // A bot that answers people and does nothing any more is worse than one that is gone.
  const running = loop().catch((cause: unknown) => {
    log.error({ err: cause }, 'the loop stopped');
    fatal(cause);
  });
  return async () => {
    stopped = true;
    wake();
    await running;
    await kept;
  };
}
