import { expect, test } from 'vitest';
import { declaredSev1 } from './support/incident-journey.ts';
import { loadIncidentShop } from './support/incident-shop.ts';
import { pictureOf } from './support/picture.ts';
import { buttonsOf, createWorld, labels, messageOf, modalOf, textOf } from './support/world.ts';

test('with several open here the asker chooses, and the command goes on with what was typed, people included', async () => {
  const world = await declaredSev1();
  await world.say('U0PO', 'declare sev2 search slow');
  const shown = messageOf(await world.say('U0OPS', 'task Call the bank <@U0PO|po>'));
  expect(buttonsOf(shown.blocks ?? []).map(one => one.text)).toEqual(['INC-2', 'INC-1']);
  await world.press('U0OPS', shown, 'INC-2');
  expect(world.incident('INC-2').tasks).toMatchObject([{ text: 'Call the bank', owner: 'U0PO' }]);
  expect(world.incident('INC-1').tasks).toEqual([]);
});

test('elsewhere it means the one the asker leads, and an id as the first word wins', async () => {
  const world = await declaredSev1();
  await world.say('U0PO', 'declare sev2 search slow');
  await world.say('U0PO', 'note mine', 'C0ELSE');
  await world.say('U0PO', 'note inc-1 theirs', 'C0ELSE');
  expect(world.incident('INC-2').notes).toMatchObject([{ text: 'mine' }]);
  expect(world.incident('INC-1').notes).toMatchObject([{ text: 'theirs' }]);
});

test('with none open it says how to begin', async () => {
  const world = createWorld({ loaded: loadIncidentShop() });
  expect(await world.say('U0ANA', 'update x')).toMatchObject({
    kind: 'refusal',
    code: 'run.none',
    text: expect.stringContaining('/incident declare'),
  });
  expect(textOf(messageOf(await world.say('U0ANA', 'list')))).toContain('No incident is open.');
});

test('[X5] an action that starts a release opens its form, and the release knows its incident', async () => {
  const hotfix = (text: string) =>
    text.replace('  roll-back:\n', '  hotfix: { title: Start a hotfix, role: ops, start: minor }\n  roll-back:\n');
  const world = await declaredSev1(
    loadIncidentShop(hotfix, product =>
      product.replace('actions: [roll-back, throttle, tell-users]', 'actions: [roll-back, hotfix]'),
    ),
  );
  expect(labels(world.named('card'))).toContain('Start a hotfix…');
  const form = modalOf(await world.press('U0OPS', world.named('card'), 'Start a hotfix…'));
  expect(pictureOf(form)).toContain('(Start a release)');
  await world.send('U0ANA', form, { version: '1.3.1' });
  expect(world.run()).toMatchObject({ incident: 'INC-1', heldBy: [] });
  world.tell({ type: 'linked', run: 'REL-1', why: 'Shop 1.3.1' }, 'INC-1');
  expect(world.incident().actions[0]).toMatchObject({ action: 'hotfix', state: 'done' });
  expect(textOf(world.named('card'))).toContain('REL-1 was started');
});
