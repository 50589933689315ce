import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { Store } from '#src/ports/store.ts';
import { encode, NO_HASH } from './codec.ts';

const SYSTEM = 'system';

/** Records something about the bot itself (a start, a jump of the clock) on the `system` stream. */
export async function recordSystem(store: Store, what: NewFact, now: Instant): Promise<void> {
  const before = await store.run(SYSTEM);
  const seq = (before?.events ?? 0) + 1;
  const event = encode(SYSTEM, { ...what, seq, at: now, actor: BOT } as Fact, before?.head ?? NO_HASH);
  await store.append({
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
