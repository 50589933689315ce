import { expect, test } from 'vitest';
import { directMessage } from '#src/chat/direct.ts';
import { asked, CALM, soaking } from '../commands/support/journey.ts';
import { judged } from '../commands/support/judged.ts';
import { createWorld, textOf } from '../commands/support/world.ts';

const CARD = { channel: 'C0SHOP', ts: '1795521600.000100' };

test('whoever has to vote is told what is approved and where to press', async () => {
  const world = createWorld();
  await asked(world);
  const text = textOf(judged(directMessage(world.run(), { about: 'vote', step: 'go' }, CARD)));
  expect(text).toContain('REL-1 (Shop 1.3.0 minor) waits for your go or no-go.');
  expect(text).toContain('Approving: version 1.3.0');
  expect(text).toContain(
    '<https://slack.com/app_redirect?channel=C0SHOP&amp;message_ts=1795521600.000100|Open its card>',
  );
});

test('whoever votes again is told by name who took it over', async () => {
  const world = createWorld();
  await asked(world);
  const body = { about: 'vote', step: 'go', says: '<@U0NEW> said go and leads the release now' };
  const text = textOf(judged(directMessage({ ...world.run(), captain: 'U0NEW' }, body, CARD)));
  expect(text).toContain('asks for your go or no-go again: <@U0NEW> said go and leads the release now.');
});

test('whoever is asked by a pause is told why and what can be done', async () => {
  const world = createWorld();
  await soaking(world);
  world.sweep({ ...CALM, 'error-rate': 0.02 });
  const { says = '' } = world.run().pause ?? {};
  const text = textOf(judged(directMessage(world.run(), { about: 'pause', says }, null)));
  expect(text).toContain('is paused and asks for you: Error rate 2 % &gt; 1 %');
  expect(text).toContain('Its card offers Resume, Roll back or Abort.');
  expect(text).toContain('In <#C0SHOP>.');
});

test('[X9] a limit that asks for an incident claims no page', async () => {
  const world = createWorld();
  await soaking(world);
  const text = textOf(judged(directMessage(world.run(), { about: 'incident', says: 'Queue 500 > 100' }, CARD)));
  expect(text).toContain('Nobody was paged, only this message was sent');
});

test('the words of a notice are shown as they are', async () => {
  const world = createWorld();
  await soaking(world);
  const message = directMessage(world.run(), { about: 'notice', says: 'Look <!channel> & <@U0EVIL>' }, CARD);
  expect(textOf(message)).toContain('Look &lt;!channel&gt; &amp; &lt;@U0EVIL&gt;');
});

test('[W1] a phone that shows the first words says what happened, not only to which release', async () => {
  const world = createWorld();
  await asked(world);
  const story = [
    { type: 'note.added', at: 0, actor: { kind: 'person', user: 'U0PO' }, data: { text: 'Waits for the lawyers' } },
  ];
  const message = judged(directMessage(world.run(), { about: 'informed', story }, null));
  expect(message.text).toMatch(/^REL-1 \(Shop 1\.3\.0 minor\): .*Waits for the lawyers/);
});
