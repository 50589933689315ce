import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { systemFacts } from '#src/domain/system-facts.ts';
import { GonogoError } from '#src/errors.ts';
import type { AppendAnswer, Store } from '#src/ports/store.ts';
import { encode, NO_HASH } from './codec.ts';

/** The stream of what belongs to no run. */
export const SYSTEM = 'system';

/** Two may write at once, and then one of them looks again; with one process this many times is never reached. */
const CONFLICT_RETRIES_MAX = 8;

type Asked = { readonly key: string; readonly reply: Json };

/**
 * Records what belongs to no run (a start of the bot, a jump of the clock, a refused start, a freeze) on the `system` stream.
 * With a person's request, its reply is stored too; answers the reply of the first delivery where this is another.
 */
export async function recordSystem(
  store: Store,
  what: NewFact,
  now: Instant,
  actor: Actor = BOT,
  request?: Asked,
): Promise<Json | null> {
  for (let attempt = 0; attempt < CONFLICT_RETRIES_MAX; attempt += 1) {
    const answer = await append(store, what, { at: now, actor }, request);
    if (answer === 'appended') return null;
    if (typeof answer === 'object') return answer.duplicate;
  }
  throw new GonogoError('stream.busy', `the system stream changed ${CONFLICT_RETRIES_MAX} times`, { retryable: true });
}

type Origin = { readonly at: Instant; readonly actor: Actor };

async function append(store: Store, what: NewFact, origin: Origin, request?: Asked): Promise<AppendAnswer> {
  const now = origin.at;
  const before = await store.run(SYSTEM);
  const seq = (before?.events ?? 0) + 1;
  const event = encode(SYSTEM, { ...what, seq, ...origin } as Fact, before?.head ?? NO_HASH);
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
    ...(request ? { request } : {}),
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
      facts: systemFacts(before?.facts ?? {}, what, origin),
    },
  });
}
