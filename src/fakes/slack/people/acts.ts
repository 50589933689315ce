import type { Context } from '../context.ts';
import type { Faults } from '../faults.ts';
import type { AppFace } from './app-face.ts';
import type { Deliver, Delivery, Outgoing } from './deliver.ts';
import { createEvents } from './events.ts';
import { close, messageShortcut, shortcut, suggest } from './other-acts.ts';
import { press } from './press.ts';
import { slash } from './slash.ts';
import type { Stage } from './stage.ts';
import { submit } from './submit.ts';
import { createTalk } from './talk.ts';

type Parts = Context & {
  readonly app: AppFace;
  readonly faults: Faults;
  readonly deliver: Deliver;
  readonly noteRefusal: Stage['noteRefusal'];
  readonly noteDelivery: (delivery: Delivery) => void;
  readonly wait: (ms: number) => Promise<unknown>;
};

/** Everything the people of the workspace can do. */
export function createActs({ faults, deliver, noteDelivery, wait, ...rest }: Parts) {
  async function once(outgoing: Outgoing): Promise<Delivery> {
    const delivery = await deliver(outgoing);
    noteDelivery(delivery);
    return delivery;
  }

  const stage: Stage = {
    ...rest,
    async send(outgoing) {
      const fault = faults.strike([outgoing.kind, 'deliveries']);
      if (fault?.kind === 'delay') await wait(fault.ms);
      const first = await once(outgoing);
      if (fault?.kind !== 'duplicate') return first;
      const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
      await once(outgoing.kind === 'event' ? { ...outgoing, headers: again } : outgoing);
      return first;
    },
  };
  const events = createEvents(stage);
  return {
    slash: (act: Parameters<typeof slash>[1]) => slash(stage, act),
    press: (act: Parameters<typeof press>[1]) => press(stage, act),
    submit: (act: Parameters<typeof submit>[1]) => submit(stage, act),
    close: (act: Parameters<typeof close>[1]) => close(stage, act),
    shortcut: (act: Parameters<typeof shortcut>[1]) => shortcut(stage, act),
    messageShortcut: (act: Parameters<typeof messageShortcut>[1]) => messageShortcut(stage, act),
    suggest: (act: Parameters<typeof suggest>[1]) => suggest(stage, act),
    event: events.send,
    rateLimited: events.rateLimited,
    deliverDue: events.deliverDue,
    nextDue: events.nextDue,
    ...createTalk(stage, events),
  };
}
