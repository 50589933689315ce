import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, startWorld, type World } from '../support/bot.ts';

const PRODUCTS = [join(import.meta.dirname, 'products/four-steps')];

async function driveToTheEnd(world: World): Promise<void> {
  await world.type('U0RELMGR', '/release start minor');
  await world.windUntil('5m', () => world.labels('U0RELMGR').includes('Go'));
  await world.press('U0RELMGR', 'Go');
  await world.press('U0PO', 'Go');
  await world.windUntil('5m', async () => (await world.run()).status === 'completed');
  await world.wind('5m');
}

/** Everything the bot said in the channel, without what tells one world from another. */
function said(world: World): readonly string[] {
  return world.slack.workspace.messages.in(CHANNEL).map(message => message.text.replaceAll(/\^\d+\^|\d\d:\d\d/g, '#'));
}

async function undisturbed(): Promise<readonly string[]> {
  await using world = await startWorld({ products: PRODUCTS });
  await driveToTheEnd(world);
  return said(world);
}

test('while Slack answers 429 the run goes on, and afterwards everything was said once', async () => {
  const wanted = await undisturbed();
  await using world = await startWorld({ products: PRODUCTS });
  world.slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limit', retryAfter: 7, times: 5 });
  world.slack.faults.add({ method: 'chat.update', kind: 'rate-limit', retryAfter: 7, times: 5 });

  await driveToTheEnd(world);

  expect(new Set(said(world).join('\n').split('\n'))).toEqual(new Set(wanted.join('\n').split('\n')));
  expect(world.card()).toContain('Completed');
});

test('an answer that is lost after the message was posted leaves one message, not two', async () => {
  const wanted = await undisturbed();
  await using world = await startWorld({ products: PRODUCTS });
  world.slack.faults.add({ method: 'chat.postMessage', kind: 'reply-lost', times: 2 });

  await driveToTheEnd(world);

  const texts = said(world).filter(text => !text.includes('not known whether'));
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  expect(texts.length).toBeLessThanOrEqual(wanted.length + 1);
  expect(world.slack.calls.some(call => call.path.startsWith('/api/conversations.'))).toBe(true);
});
