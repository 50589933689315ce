import type { CloudEvent } from '#src/domain/release/cloud-event.ts';
import { GonogoError } from '#src/errors.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { Subscribers } from '#src/ports/subscribers.ts';

/** About a day at one attempt in five minutes: whoever subscribed may be down for a night. */
const ATTEMPTS_MAX = 300;

/** One event to one subscriber. At least once: the event's id tells a second copy, and those of a subscriber keep their order. */
export function eventDeliver(subscribers: Subscribers | null): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: ATTEMPTS_MAX,
    async run(task) {
      const { url, headers, event, problem } = task.row.body;
      const { type } = event as unknown as CloudEvent;
      if (typeof problem === 'string')
        throw new GonogoError('subscriber.failed', `${type} was sent to nobody: ${problem}`);
      if (subscribers === null)
        throw new GonogoError(
          'subscriber.failed',
          `${type} was not sent: GONOGO_WEBHOOK_SECRET is not set, and nothing is sent unsigned`,
        );
      await subscribers.deliver({
        url: String(url),
        headers: headers as { readonly [name: string]: string },
        event: event as unknown as CloudEvent,
      });
      return { end: 'done' };
    },
  };
}
