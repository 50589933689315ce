import { DAY } from '#src/base/time.ts';
import type { CloudEvent } from '#src/domain/release/cloud-event.ts';
import { DEFAULT_SIGNING_SECRET } from '#src/domain/runbook/model/product.ts';
import { GonogoError } from '#src/errors.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';
import type { EventStream } from '#src/ports/event-stream.ts';
import type { Subscribers } from '#src/ports/subscribers.ts';

/** Whoever subscribed may be down for a night. From when it was published on: what waits behind it waits no second day. */
const PATIENCE_MS = DAY;
/** More than a day can hold, at one in five minutes. */
const ATTEMPTS_MAX = 1_000;

export type Outlets = { readonly subscribers: Subscribers | null; readonly eventStream: EventStream | null };

/** One event to one subscriber. At least once: the event's id tells a second copy, and those of a subscriber keep their order. */
export function eventDeliver(outlets: Outlets): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: ATTEMPTS_MAX,
    async run(task) {
      try {
        await deliver(outlets, task);
      } catch (cause) {
        throw task.now() - task.row.createdAt < PATIENCE_MS ? cause : tooLate(cause);
      }
      return { end: 'done' };
    },
  };
}

async function deliver({ subscribers, eventStream }: Outlets, { row }: Task): Promise<void> {
  const { url, headers, secret = DEFAULT_SIGNING_SECRET, subject, problem } = row.body;
  const event = row.body['event'] as unknown as CloudEvent;
  if (typeof problem === 'string') throw failed(`${event.type} was sent to nobody: ${problem}`);
  if (typeof subject === 'string') {
    if (eventStream === null) throw failed(`${event.type} was not sent to NATS: GONOGO_NATS is not set any more`);
    return eventStream.publish({ subject, event });
  }
  if (subscribers === null)
    throw failed(`${event.type} was not sent: ${String(secret)} is not set, and nothing is sent unsigned`);
  await subscribers.deliver({
    url: String(url),
    headers: headers as { readonly [name: string]: string },
    secret: String(secret),
    event,
  });
}

function failed(says: string): GonogoError {
  return new GonogoError('subscriber.failed', says);
}

function tooLate(cause: unknown): unknown {
  if (!(cause instanceof GonogoError) || !cause.retryable) return cause;
  const says = `${cause.message} It was published more than a day ago and is not tried any more.`;
  return new GonogoError(cause.code, says, { cause });
}
