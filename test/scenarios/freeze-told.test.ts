import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, startWorld, type World } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/windows');
const AFTERNOON = Date.parse('2026-11-24T15:00:00+01:00');

/** What the release channel was told of freezes, outside of threads, oldest first. */
function told(world: World): readonly string[] {
  return world.slack.workspace.messages
    .in(CHANNEL)
    .filter(message => message.thread_ts === undefined)
    .map(world.read)
    .filter(text => text.startsWith('❄'));
}

test('[W8] [B5] the release channel hears once who set a freeze, until when and why, and once how it ended, across crashes', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  const answer = await world.type('U0PO', '/release freeze today..Fri Flood in <!channel>');
  expect(answer.text).toContain('The open releases of Windows and <#C0RELEASES> hear of it.');
  const set =
    '❄ FRZ-1: production of Windows is frozen from 2026-11-24 to 2026-11-27: Flood in &lt;!channel&gt; (<@U0PO>). /release freeze end FRZ-1 REASON ends it.';
  expect(told(world)).toEqual([set]);

  await world.kill();
  await world.restart();
  await world.type('U0PO', '/release freeze end FRZ-1 The water is gone');
  await world.kill();
  await world.restart();
  expect(told(world)).toEqual([set, '❄ FRZ-1 (Flood in &lt;!channel&gt;) has ended: The water is gone (<@U0PO>).']);
});

test('[W8] nobody has to end a freeze: that its last day has passed is said once, also by a bot that was down then', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  await world.type('U0PO', '/release freeze today Flood');
  await world.type('U0PO', '/release freeze today..tomorrow Stocktaking');
  await world.kill();
  await world.passWithoutBot('10h');
  await world.restart();
  expect(told(world).slice(2)).toEqual(['❄ FRZ-1 (Flood) is over: 2026-11-24 was its last day.']);
  await world.wind('24h');
  expect(told(world).slice(3)).toEqual(['❄ FRZ-2 (Stocktaking) is over: 2026-11-25 was its last day.']);
  await world.type('U0PO', '/release freeze end FRZ-2 Late');
  expect(told(world)).toHaveLength(4);
});

test('[W8] [B5] the beginning of a freeze that was set for later is said on its first day, once, also by a bot that was down then', async () => {
  await using world = await startWorld({ products: [PRODUCT], start: AFTERNOON });
  await world.type('U0PO', '/release freeze tomorrow..Fri Stocktaking');
  await world.kill();
  await world.passWithoutBot('10h');
  await world.restart();
  await world.kill();
  await world.restart();
  await world.wind('12h');
  expect(told(world).slice(1)).toEqual([
    '❄ FRZ-1 (Stocktaking) has begun: production of Windows is frozen until the end of 2026-11-27. /release freeze end FRZ-1 REASON ends it.',
  ]);
});
