import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyChain } from '#src/engine/codec.ts';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/four-steps');

test('[B1] a note, a go/no-go, a command and a check, driven from "/release start minor" to done by signed requests', async () => {
  await using world = await startWorld({ products: [PRODUCT] });

  const answer = await world.type('U0RELMGR', '/release start minor');
  expect(answer.text).toContain('REL-1 has started');
  // A card is redrawn at most every two seconds.
  await world.wind('5s');
  expect(world.card()).toContain('Waiting for: Captain <@U0RELMGR>, Product owner <@U0PO>');

  await world.press('U0RELMGR', 'Go');
  expect(world.commands()).toEqual([]);
  await world.press('U0PO', 'Go');

  expect(world.commands()).toEqual(['kubectl set weight canary-service 10']);
  expect(world.demo.state().cluster.weight).toBe(10);
  expect((await world.run()).status).toBe('completed');
  expect(world.card()).toContain('Completed');

  const timeline = await world.timeline();
  const ended = timeline.flatMap(fact => (fact.type === 'step.finished' ? [fact.data.step] : []));
  expect(ended).toEqual(['hello', 'go', 'move', 'healthy']);
  const votes = timeline.flatMap(fact =>
    fact.type === 'vote.cast' && fact.actor.kind === 'person' ? [fact.actor.user] : [],
  );
  expect(votes).toEqual(['U0RELMGR', 'U0PO']);
  expect(verifyChain(await world.store.readStream('release:REL-1'))).toBeNull();
});
