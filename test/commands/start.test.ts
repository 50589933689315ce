import { expect, test } from 'vitest';
import { iso } from '#src/base/time.ts';
import { BAKERY, loadShop, loadShopWith } from './support/shop.ts';
import { createWorld, messageOf, modalOf } from './support/world.ts';

test('[B2] /release start minor starts, exactly as typed, and says where its card is', async () => {
  const world = createWorld();
  const reply = await world.type('U0ANA', 'start minor');
  expect(messageOf(reply).text).toBe(
    'REL-1 has started: Shop minor. T, the rollout, comes as soon as it is approved. Its card is in <#C0SHOP>.',
  );
  expect(world.run().runbook.type.name).toBe('minor');
});

test('everything can be typed: alias, version, moment, strategy and values with spaces', async () => {
  const world = createWorld();
  const reply = await world.type(
    'U0ANA',
    'start feature shop 1.3.0 at Tue 20:00 strategy=all-at-once flags="new cart",b schema=expand',
  );
  const run = world.run();
  expect(messageOf(reply).text).toMatch(/T is .+ \(for you <!date\^1795546800\^/);
  expect({ version: run.version, T: iso(run.T ?? 0), strategy: run.runbook.strategy, inputs: run.inputs }).toEqual({
    version: '1.3.0',
    T: '2026-11-24T19:00:00.000Z',
    strategy: 'all-at-once',
    inputs: { schema: 'expand', flags: ['new cart', 'b'] },
  });
});

test.each([
  ['start minro', '"minro" is neither a release type nor a product: did you mean "minor"?'],
  ['start zzzzzzzzz', 'known here: '],
  ['start zzzzzzzzz', '. Values are written name=value.'],
  ['start minor v1.3.0', '"v1.3.0" is not a version. Write three numbers, for example 1.3.0.'],
  ['start minor at 12:00', 'is past; it is'],
  ['start minor at next-window', 'This product has no windows in its calendar'],
  ['start minor strategy=canry', 'has no strategy "canry": did you mean "canary"?'],
  ['start minor flgs=a', 'asks no "flgs": did you mean "flags"?'],
  ['start minor schema=drop', 'schema: "drop" is not one of none, expand'],
  ['start flags=a', 'Say the release type before flags='],
])('%s is refused with what to write', async (text, sentence) => {
  const world = createWorld();
  const reply = await world.type('U0ANA', text);
  expect(reply).toMatchObject({ kind: 'refusal', text: expect.stringContaining(sentence) });
  expect(world.runs.size).toBe(0);
});

test('where no product can be started the refusal says so, and where to look', async () => {
  const world = createWorld({ loaded: loadShopWith(release => release.replace('kind: release', 'kind: releese')) });
  const reply = await world.type('U0ANA', 'start minor');
  expect(reply).toMatchObject({
    text: expect.stringContaining('no product can be started here. /runbook lint says why.'),
  });
});

const CONDITIONAL = (release: string) =>
  release.replace(
    '  ticket:',
    `  backup: { type: text, when: inputs.schema != none, ask: Which backup? }
  load: { type: text, when: run.type == special, ask: Which load? }
  ticket:`,
  );

test('a question that is switched off is not missing, and not in the form where that is known', async () => {
  const world = createWorld({ loaded: loadShopWith(CONDITIONAL) });
  const view = modalOf(await world.type('U0ANA', 'start minor schema=expand'));
  expect(view.blocks.map(block => block.block_id)).not.toContain('input.load');
  expect(view.blocks.find(block => block.block_id === 'input.backup')).toMatchObject({
    optional: true,
    hint: { text: 'Only needed when schema != none' },
  });
  const sent = await world.send('U0ANA', view, { 'input.schema': 'expand', 'input.backup': '' });
  expect(sent).toEqual({ kind: 'errors', errors: { 'input.backup': 'an answer is needed to "Which backup?"' } });
  await world.type('U0ANA', 'start minor');
  expect(world.run().inputs).toEqual({ schema: 'none', flags: [] });
});

test('what is missing opens the form, with what was typed filled in', async () => {
  const world = createWorld();
  const view = modalOf(await world.type('U0ANA', 'start special at 20:00'));
  expect(view.blocks.map(block => block.block_id)).toEqual([
    undefined,
    'type',
    'version',
    'at',
    'input.schema',
    'input.flags',
    'input.ticket',
  ]);
  expect(view.blocks.find(block => block.block_id === 'at')).toMatchObject({
    element: { initial_date_time: 1795546800 },
  });
  expect(view.blocks.find(block => block.block_id === 'type')).toMatchObject({
    element: { initial_option: { value: 'special' } },
  });
  expect(world.runs.size).toBe(0);
});

test('the form starts the release, and puts each mistake beside its field', async () => {
  const world = createWorld();
  const view = modalOf(await world.type('U0ANA', 'start special'));
  const typed = {
    'release.start-type': 'special',
    version: '',
    at: null,
    'input.schema': 'none',
    'input.flags': 'a, b',
    'input.ticket': null,
  };
  expect(await world.send('U0ANA', view, typed)).toEqual({
    kind: 'errors',
    errors: {
      version: 'This type needs a version, for example 1.3.0.',
      'input.ticket': expect.stringContaining('an answer is needed'),
    },
  });
  const past = await world.send('U0ANA', view, {
    ...typed,
    version: '2.0.0',
    at: '1700000000',
    'input.ticket': 'OPS-1',
  });
  expect(past).toMatchObject({ kind: 'errors', errors: { at: expect.stringContaining('past') } });
  await world.send('U0ANA', view, { ...typed, version: '2.0.0', at: '1795546800', 'input.ticket': 'OPS-1' });
  expect(world.run()).toMatchObject({
    version: '2.0.0',
    T: 1795546800_000,
    inputs: { flags: ['a', 'b'], ticket: 'OPS-1' },
  });
});

test('another type chosen in the form redraws its questions and starts nothing', async () => {
  const world = createWorld();
  const view = modalOf(await world.type('U0ANA', 'start'));
  expect(view.blocks.some(block => block.block_id === 'input.ticket')).toBe(false);
  const open = { id: 'V1', metadata: view.private_metadata ?? '' };
  const redrawn = modalOf(await world.act('U0ANA', 'release.start-type', 'special', open));
  expect(redrawn.blocks.some(block => block.block_id === 'input.ticket')).toBe(true);
  // Sent before the redraw arrived: the questions of the other type are asked first.
  expect((await world.send('U0ANA', view, { 'release.start-type': 'special' })).kind).toBe('modal');
  expect(world.runs.size).toBe(0);
});

test('the product is the one of the channel, else the default; with several and neither the form asks', async () => {
  const loaded = loadShop(...BAKERY);
  const world = createWorld({ loaded, defaultProduct: null });
  await world.type('U0ANA', 'start minor', 'C0BAKERY');
  expect(world.run().runbook.product.name).toBe('bakery');
  expect(world.run().channel).toBe('C0BAKERY');
  const view = modalOf(await world.type('U0ANA', 'start', 'C0OTHER'));
  expect(view.blocks.map(block => block.block_id)).toEqual(['product']);
  const asked = modalOf(
    await world.act('U0ANA', 'release.start-product', 'shop', { id: 'V1', metadata: view.private_metadata ?? '' }),
  );
  expect(asked.blocks.map(block => block.block_id)).toContain('type');
});

test('the shortcut opens the form without a channel', async () => {
  const world = createWorld();
  expect(modalOf(await world.shortcut('U0ANA')).callback_id).toBe('gonogo:release.start');
});

test('who may not start is told who may, and nothing begins', async () => {
  const world = createWorld();
  const reply = await world.type('U0OPS', 'start minor');
  expect(reply).toMatchObject({ kind: 'refusal', code: 'who.role', text: expect.stringContaining('is for Captain') });
  expect(world.runs.size).toBe(0);
});

test('plan says what would happen and does nothing', async () => {
  const world = createWorld();
  const reply = messageOf(await world.type('U0ANA', 'plan minor at 20:00'));
  expect(JSON.stringify(reply.blocks)).toContain('shopctl build');
  expect(world.runs.size).toBe(0);
});
