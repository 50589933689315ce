import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';

const INC = 'C0INCIDENTS';
const MANAGER = 'U0RELMGR';
const DEVOPS = 'U0DEVOPS';
const ON_CALL = 'U0ONCALL';

/** All that the bot posts in an hour of the highest grade with six updates: more, and nobody reads them. */
const MESSAGES_MAX = 20;

test('[B2] [B3] [B4] [B5] [H7] an incident from its declaration to its postmortem, in at most twenty messages an hour', async () => {
  await using world = await startWorld();
  await world.type(MANAGER, '/incident declare p0 documents cannot be opened', INC);
  expect(world.card('INC-1')).toContain('*not acknowledged yet*');
  await world.pickUp(ON_CALL);
  expect(world.card('INC-1')).toContain('acknowledged by Tom Okafor');

  await world.wind('8m');
  await world.type(MANAGER, '/incident update The database is full, we are making room', INC);
  await world.type(MANAGER, '/incident impact about 30 % of the documents', INC);
  await world.wind('9m');
  await world.type(MANAGER, '/incident update Half of it is free again', INC);
  await world.type(DEVOPS, '/incident decision We delete the old previews', INC);
  await world.wind('4m');
  await world.type(MANAGER, '/incident mitigated', INC);

  const early = await world.type(MANAGER, '/incident resolve', INC);
  expect(JSON.stringify(early.modal)).toContain('Still in its way');
  expect(await world.submit(MANAGER, { summary: 'Room was made', postmortem: DEVOPS })).toContain(
    'measured to be stable',
  );
  for (const text of ['It stays calm', 'Still calm', 'Calm for twenty minutes', 'Calm for half an hour']) {
    await world.wind('8m');
    await world.type(MANAGER, `/incident update ${text}`, INC);
  }
  await world.type(MANAGER, '/incident resolve', INC);
  expect(await world.submit(MANAGER, { summary: 'The old previews were deleted', postmortem: DEVOPS })).toBe('');

  expect(world.card('INC-1')).toContain('Resolved');
  expect(world.thread('INC-1').join('\n')).toContain('Postmortem draft');
  expect(world.ringing(ON_CALL)).toEqual([]);
  expect(world.pagerDuty.incidents().filter(one => one.status !== 'resolved')).toEqual([]);
  expect(world.slack.calls.filter(call => call.path === '/api/chat.postMessage').length).toBeLessThanOrEqual(
    MESSAGES_MAX,
  );

  const draft = world.slack.workspace.files.all()[0]?.content?.toString() ?? '';
  expect(draft).toContain('The database is full, we are making room');
  expect(draft).toContain('We delete the old previews');
  expect(draft).toContain('TODO');
});
