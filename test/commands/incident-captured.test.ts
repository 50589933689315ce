import { expect, test } from 'vitest';
import { declaredSev1, resolved } from './support/incident-journey.ts';
import { started } from './support/journey.ts';
import { messageOf, textOf, type World } from './support/world.ts';

const LI = {
  user: 'U0LI',
  text: 'The bank answers <!channel>',
  thread: 'INC-1',
  permalink: 'https://shop.slack.com/p17',
} as const;

async function pinned(): Promise<World> {
  const world = await declaredSev1();
  world.messages.set('17.5', LI);
  await world.react('U0OPS', '17.5', 'INC-1');
  return world;
}

test('a 📌 in the thread captures the message once, with its author and address', async () => {
  const world = await pinned();
  expect(await world.react('U0ANA', '17.5', 'INC-1')).toEqual({ kind: 'nothing' });
  expect(Object.values(world.incident().captured)).toEqual([
    {
      channel: 'C0INC',
      ts: '17.5',
      author: 'U0LI',
      text: LI.text,
      permalink: LI.permalink,
      by: 'U0OPS',
      at: world.now(),
      edits: [],
    },
  ]);
  expect(world.facts.filter(fact => fact.type === 'message.captured')).toHaveLength(1);
  const timeline = textOf(messageOf(await world.say('U0ANA', 'timeline')));
  expect(timeline).toContain('📌 <https://shop.slack.com/p17|message> of <@U0LI>: The bank answers &lt;!channel&gt;');
});

test('another emoji, another thread and a message Slack does not show capture nothing', async () => {
  const world = await declaredSev1();
  world.messages.set('17.5', LI);
  await world.react('U0OPS', '17.5', 'INC-1', 'eyes');
  await world.react('U0OPS', '17.5', '99.9');
  expect(await world.react('U0OPS', '17.6', 'INC-1')).toMatchObject({ kind: 'refusal', code: 'capture.unread' });
  expect(world.incident().captured).toEqual({});
});

test('a later edit and a deletion are further facts; other messages are nobody’s business', async () => {
  const world = await pinned();
  await world.change('U0LI', '17.5', 'The bank answers again');
  await world.change('U0LI', '17.5', 'The bank answers again');
  await world.change('U0LI', '18.0', 'Lunch?');
  expect(world.incident().captured['17.5']).toMatchObject({
    text: LI.text,
    edits: [{ text: 'The bank answers again' }],
  });
  await resolved(world);
  await world.change('U0LI', '17.5', null);
  expect(world.incident().captured['17.5']?.edits.at(-1)).toMatchObject({ text: null });
  expect(textOf(messageOf(await world.say('U0ANA', 'timeline')))).toContain('(deleted since)');
});

test('the shortcut puts a message on the timeline of the run whose thread it is in, else of the open incident here', async () => {
  const world = await declaredSev1();
  world.messages.set('17.5', LI);
  const message = { channel: 'C0INC', ts: '17.5', text: LI.text };
  expect(messageOf(await world.shortcut('U0PO', 'incident.capture', message, 'INC-1')).text).toBe(
    'It is on the timeline of INC-1.',
  );
  expect(await world.shortcut('U0PO', 'incident.capture', message)).toMatchObject({
    kind: 'refusal',
    code: 'capture.again',
  });
  expect(await world.shortcut('U0PO', 'incident.capture', { ...message, channel: 'C0ELSE' })).toMatchObject({
    kind: 'refusal',
    code: 'capture.where',
  });
});

test('of a release the shortcut writes a note that quotes it', async () => {
  const world = await declaredSev1();
  await started(world);
  world.messages.set('17.5', LI);
  await world.shortcut('U0PO', 'incident.capture', { channel: 'C0SHOP', ts: '17.5', text: LI.text }, 'REL-1');
  expect(world.facts.find(fact => fact.type === 'note.added')?.data).toEqual({
    text: `<@U0LI> wrote: “${LI.text}” (${LI.permalink})`,
  });
});
