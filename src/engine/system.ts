import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { GonogoError } from '#src/errors.ts';
import type { AppendAnswer, Store } from '#src/ports/store.ts';
import { encode, NO_HASH } from './codec.ts';

const SYSTEM = 'system';

/** Two may write at once, and then one of them looks again; with one process this many times is never reached. */
const CONFLICT_RETRIES_MAX = 8;

/** Records what belongs to no run (a start of the bot, a jump of the clock, a refused start) on the `system` stream. */
export async function recordSystem(store: Store, what: NewFact, now: Instant, actor: Actor = BOT): Promise<void> {
  for (let attempt = 0; attempt < CONFLICT_RETRIES_MAX; attempt += 1)
    if ((await append(store, what, now, actor)) === 'appended') return;
  throw new GonogoError('stream.busy', `the system stream changed ${CONFLICT_RETRIES_MAX} times`, { retryable: true });
}

async function append(store: Store, what: NewFact, now: Instant, actor: Actor): Promise<AppendAnswer> {
  const before = await store.run(SYSTEM);
  const seq = (before?.events ?? 0) + 1;
  const event = encode(SYSTEM, { ...what, seq, at: now, actor } as Fact, before?.head ?? NO_HASH);
  return store.append({
    stream: SYSTEM,
    expectedVersion: seq - 1,
    events: [event],
    effects: [],
    timers: {},
    cancel: [],
    messages: [],
    blobs: [],
    at: now,
    run: {
      stream: SYSTEM,
      kind: 'system',
      id: SYSTEM,
      product: '',
      status: 'running',
      open: false,
      title: 'gonogo',
      owner: '',
      version: '',
      channel: '',
      startedAt: before?.startedAt ?? now,
      dueAt: null,
      events: seq,
      head: event.hash,
      facts: {},
    },
  });
}
