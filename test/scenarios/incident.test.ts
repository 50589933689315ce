import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';
import { RELEASE_MANAGER } from '../support/valero.ts';

const ON_CALL = 'U0ONCALL';

test('[B2] [B3] [B4] [B5] an incident from its declaration to its postmortem', async () => {
  await using world = await startWorld();
  const said = await world.type(RELEASE_MANAGER, '/incident declare p0 documents cannot be opened');
  console.log('SAID', said.text);
  console.log('CARD', world.card('INC-1'));
  console.log('THREAD', world.thread('INC-1').join('\n---\n'));
  console.log('DIRECT', world.direct(ON_CALL).join('\n---\n'));
  expect(world.ringing(ON_CALL)).toHaveLength(1);
  await world.pickUp(ON_CALL);
  console.log('CARD', world.card('INC-1'));
  await world.wind('10m');
  console.log('THREAD', world.thread('INC-1').slice(1).join('\n---\n'));
  console.log(JSON.stringify(world.trouble()).slice(0, 3000));
});
