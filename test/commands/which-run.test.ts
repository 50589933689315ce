import { expect, test } from 'vitest';
import { started } from './support/journey.ts';
import { BAKERY, loadShop } from './support/shop.ts';
import { buttonsOf, createWorld, messageOf, textOf } from './support/world.ts';

async function two() {
  const world = createWorld({ loaded: loadShop(...BAKERY) });
  await world.type('U0ANA', 'start minor shop');
  await world.type('U0ANA', 'start minor bakery', 'C0BAKERY');
  return world;
}

test('a command means the one open release of its channel', async () => {
  const world = await two();
  await world.type('U0PO', 'pause Wait', 'C0BAKERY');
  expect(world.run('REL-1').status).toBe('running');
  expect(world.run('REL-2').status).toBe('paused');
});

test('an id as its first word wins over the channel, in any case of letters', async () => {
  const world = await two();
  await world.type('U0PO', 'pause rel-1 Wait', 'C0BAKERY');
  expect(world.run('REL-1').pause?.says).toBe('Wait');
  expect(world.run('REL-2').status).toBe('running');
  expect(await world.type('U0PO', 'pause REL-9')).toMatchObject({ kind: 'refusal', code: 'run.absent' });
});

test('elsewhere it means the one the asker leads', async () => {
  const world = createWorld();
  await started(world);
  expect(textOf(messageOf(await world.type('U0ANA', 'status', 'C0ELSE')))).toContain('REL-1');
});

test('where several could be meant the asker chooses, and the command goes on with what was typed', async () => {
  const world = await two();
  const shown = messageOf(await world.type('U0PO', 'pause The cat is ill', 'C0ELSE'));
  expect(buttonsOf(shown.blocks ?? []).map(one => one.text)).toEqual(['REL-2', 'REL-1']);
  await world.press('U0PO', shown, 'REL-2');
  expect(world.run('REL-2').pause?.says).toBe('The cat is ill');
  expect(world.run('REL-1').status).toBe('running');
});

test('a text too long for a button is not cut: the list asks to type the number', async () => {
  const world = await two();
  const shown = messageOf(await world.type('U0PO', `note ${'x'.repeat(2_000)}`, 'C0ELSE'));
  expect(buttonsOf(shown.blocks ?? [])).toEqual([]);
  expect(shown.text).toContain('/release note REL-2');
});

test('with nothing running it says how to begin', async () => {
  const world = createWorld();
  expect(await world.type('U0PO', 'status')).toMatchObject({ kind: 'refusal', code: 'run.none' });
});

test('a note said in a thread belongs to the run of that thread', async () => {
  const world = await two();
  await world.mention('U0PO', 'note The canary looks calm', 'REL-2');
  expect(world.facts.at(-1)).toMatchObject({ type: 'note.added', data: { text: 'The canary looks calm' } });
  expect(world.run('REL-2').seq).toBe(world.facts.at(-1)?.seq);
});

test('in a thread only notes and looking are understood', async () => {
  const world = await two();
  expect(await world.mention('U0PO', 'abort now', 'REL-2')).toMatchObject({
    kind: 'refusal',
    text: expect.stringContaining('@gonogo note TEXT'),
  });
  expect(world.run('REL-2').status).toBe('running');
});

test('free text keeps its spaces and line breaks, with a number in front and after a choice too', async () => {
  const world = await two();
  const text = 'calm   so far\n  - errors 0.2 %';
  const notes = () => world.facts.flatMap(fact => (fact.type === 'note.added' ? [fact.data.text] : []));
  await world.type('U0PO', `note ${text}`);
  await world.type('U0PO', `note  rel-2\n${text}`);
  const shown = messageOf(await world.type('U0PO', `note ${text}`, 'C0ELSE'));
  await world.press('U0PO', shown, 'REL-1');
  expect(notes()).toEqual([text, text, text]);
});
