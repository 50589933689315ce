import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { CHANNEL, startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/four-steps');

test('[B1] a release runs to its end over Socket Mode, with a refresh in the middle and nothing lost or doubled', async () => {
  await using world = await startWorld({ products: [PRODUCT], socketMode: true });
  const { socket, faults, workspace } = world.slack;
  expect((await world.type('U0RELMGR', '/release start minor')).text).toContain('REL-1 has started');
  const card = workspace.messages.in(CHANNEL).find(message => message.text.includes('REL-1'));
  const thread_ts = card?.ts ?? '';

  // The connection changes while people go on.
  socket.goodbye('refresh_requested');
  await Promise.all([
    world.slack.say({ user: 'U0PO', channel: CHANNEL, text: '@gonogo note sales are told', thread_ts }),
    world.press('U0RELMGR', 'Go'),
  ]);
  await vi.waitFor(() => expect(socket.opened).toBe(2));
  faults.add({ method: 'deliveries', kind: 'duplicate', times: 1 });
  await world.press('U0PO', 'Go');

  expect((await world.run()).status).toBe('completed');
  const timeline = await world.timeline();
  const votes = timeline.flatMap(fact =>
    fact.type === 'vote.cast' && fact.actor.kind === 'person' ? [fact.actor.user] : [],
  );
  expect(votes).toEqual(['U0RELMGR', 'U0PO']);
  const notes = timeline.flatMap(fact => (fact.type === 'note.added' ? [fact.data.text] : []));
  expect(notes).toEqual(['sales are told']);
  expect(world.commands()).toEqual(['kubectl set weight canary-service 10']);
  expect(socket.fewest).toBe(1);
});
