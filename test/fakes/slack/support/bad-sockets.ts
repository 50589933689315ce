import { SECOND } from '#src/base/time.ts';
import type { BadAct } from './bad-act.ts';
import { dial, isLetIn, newLink } from './dial.ts';
import { many } from './kit.ts';
import type { World } from './world.ts';

const ON = { socketMode: true };

/** A person chooses a shortcut, and the bot acknowledges it in this way. Answers whether Slack found no fault. */
async function acknowledging(world: World, ...texts: ((id: string) => string)[]): Promise<boolean> {
  const caller = await dial(world);
  await caller.hears(1);
  const [first = () => '', ...rest] = texts;
  caller.answerWith(frame => first(String(frame['envelope_id'])));
  await world.slack.shortcut({ user: 'U0ANA', callbackId: 'declare' });
  const id = String(caller.heard.at(-1)?.['envelope_id']);
  for (const text of rest) caller.socket.send(text(id));
  // Frames are read in order: when the pong is here, so is what was sent before it.
  await world.slack.socket.ping();
  return world.slack.refusals.length === 0;
}

const ack = (id: string, more: object = {}) => JSON.stringify({ envelope_id: id, ...more });

/** Breaches of Socket Mode's rules. */
export const BAD_SOCKETS: readonly BadAct[] = [
  {
    rule: 'ticket-known',
    error: 'invalid_ticket',
    act: async world => isLetIn((await newLink(world)).replace(/ticket=\w+/, 'ticket=made-up')),
  },
  {
    rule: 'ticket-unused',
    error: 'invalid_ticket',
    act: async world => {
      const url = await newLink(world);
      await isLetIn(url);
      return isLetIn(url);
    },
  },
  {
    rule: 'ticket-fresh',
    error: 'invalid_ticket',
    act: async world => {
      const url = await newLink(world);
      world.clock.advance(30 * SECOND + 1);
      return isLetIn(url);
    },
  },
  {
    rule: 'connections-count',
    error: 'too_many_websockets',
    act: async world => {
      const callers = await Promise.all(many(11, () => dial(world)));
      await Promise.all(callers.map(caller => caller.hears(1)));
      return callers.every(caller => caller.heard[0]?.['type'] === 'hello');
    },
  },
  {
    rule: 'ack-form',
    error: 'invalid_ack',
    options: { ...ON, answerWithinMs: 40 },
    act: world => acknowledging(world, id => ack(id, { text: 'Done' })),
  },
  {
    rule: 'ack-known',
    error: 'unknown_envelope',
    options: ON,
    act: world =>
      acknowledging(
        world,
        id => ack(id),
        id => ack(id),
      ),
  },
  {
    rule: 'ack-in-time',
    error: 'too_late',
    options: { ...ON, answerWithinMs: 40 },
    act: async world => {
      const caller = await dial(world);
      await caller.hears(1);
      caller.answerWith(() => undefined);
      await world.slack.shortcut({ user: 'U0ANA', callbackId: 'declare' });
      caller.socket.send(ack(String(caller.heard.at(-1)?.['envelope_id'])));
      await world.slack.socket.ping();
      return world.slack.refusals.length === 0;
    },
  },
  {
    rule: 'ack-payload',
    error: 'payload_not_accepted',
    options: ON,
    act: world => acknowledging(world, id => ack(id, { payload: { text: 'Done' } })),
  },
];
