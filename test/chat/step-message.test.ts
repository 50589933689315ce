import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { asked, built, CALM, found, prepared, soaking, versioned } from '../commands/support/journey.ts';
import { loadShopWith } from '../commands/support/shop.ts';
import { buttonsOf, createWorld, labels, modalOf, textOf } from '../commands/support/world.ts';

test('a step that waits says whom it asks and what, and offers its answer', async () => {
  const world = createWorld();
  await built(world);
  const shown = world.step('team');
  expect(textOf(shown)).toContain('*Ask the team*  (REL-1 · Preparation)');
  expect(textOf(shown)).toContain('For Operations <@U0OPS>, <@U0OPS2>');
  expect(textOf(shown)).toContain('• Who tests?');
  expect(labels(shown)).toEqual(['Answer…', 'Skip…']);
  expect(shown.text).toBe('REL-1 waits for Operations <@U0OPS>, <@U0OPS2>: Ask the team.');
});

test('[V10] each box of a checklist has its owner, what it rests on, and its own two buttons', async () => {
  const world = createWorld();
  await built(world);
  const answer = modalOf(await world.press('U0OPS', world.step('team'), 'Answer…'));
  await world.send('U0OPS', answer, { 'input.tester': 'Li', 'input.load': '' });
  const attach = modalOf(await world.press('U0OPS', world.step('plan'), 'Attach plan…'));
  await world.send('U0OPS', attach, { link: 'https://wiki.example.com/plan' });
  const shown = world.step('before');
  expect(textOf(shown)).toContain('✔ It was built – _Build: exit 0_');
  expect(textOf(shown)).toContain('☐ The changelog is complete – Captain <@U0ANA>');
  // Where one box is somebody's own, whose the others are is said as well.
  const boxes = textOf(shown)
    .split('\n')
    .filter(line => line.startsWith('☐'));
  expect(boxes.filter(line => !/ – \S+ <@/.test(line))).toEqual([]);
  expect(labels(shown)).toEqual(['Holds', 'Does not hold', 'Holds', 'Does not hold', 'Skip…']);
  await world.press('U0ANA', shown, 'Holds');
  const after = world.step('before');
  expect(textOf(after)).toContain('✔ The changelog is complete (<@U0ANA>)');
  expect(labels(after)).toEqual(['Holds', 'Does not hold', 'Skip…']);
});

test('an answered question is one line without buttons', async () => {
  const world = createWorld();
  await prepared(world);
  const shown = world.step('people');
  expect(textOf(shown)).toBe('✔ “People are there” is done by <@U0OPS>: confirmed');
  expect(labels(shown)).toEqual([]);
});

test('[X3] Go is offered only when the facts are known, and carries the hash of what it shows', async () => {
  const world = createWorld();
  await prepared(world);
  expect(labels(world.step('go'))).not.toContain('Go');
  expect(textOf(world.step('go'))).toContain('The required facts are being looked up.');
  found(world, 'show');
  const go = buttonsOf(world.step('go').blocks ?? []).find(one => one.text === 'Go');
  expect(JSON.parse(go?.value ?? '')).toEqual({
    run: 'REL-1',
    step: 'go',
    attempt: 1,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('[R4] a fact that does not hold can be overridden only where the runbook says who may', async () => {
  const world = createWorld();
  await asked(world, 'does-not-hold');
  expect(labels(world.step('go'))).toEqual(['No', 'Go', 'No-go…', 'Override “backup-age < 24h”…']);
  const form = modalOf(await world.press('U0PO', world.step('go'), 'Override “backup-age < 24h”…'));
  await world.send('U0PO', form, { reason: 'The disk is mirrored' });
  expect(textOf(world.step('go'))).toContain('✔ backup-age &lt; 24h: 30 h old; accepted: The disk is mirrored');
  expect(labels(world.step('go'))).toEqual(['No', 'Go', 'No-go…']);
});

test('a go/no-go that is held offers to look again, which asks for the facts and every vote anew', async () => {
  const world = createWorld();
  await asked(world, 'does-not-hold');
  await world.press('U0ANA', world.step('go'), 'Go');
  expect(labels(world.step('go'))).not.toContain('Look again');
  await world.press('U0PO', world.step('go'), 'Go');
  found(world, 'decide', 'does-not-hold');
  const held = world.step('go');
  expect(textOf(held)).toContain('Look again: asks for the facts once more; votes are asked anew.');
  await world.press('U0OPS', held, 'Look again');
  expect(world.run().steps['go']?.attempt).toBe(1);
  await world.press('U0PO', held, 'Look again');
  expect(world.run().steps['go']).toMatchObject({ attempt: 2, status: 'waiting' });
  expect(world.story()).toContain('↻ “Go or no-go” is asked again by <@U0PO>.');
  found(world, 'show');
  expect(textOf(world.step('go'))).toContain('☐ Product owner <@U0PO>: not yet');
  expect(labels(world.step('go'))).not.toContain('Look again');
});

test('a go/no-go with a fact nobody could say offers to look again before anybody votes', async () => {
  const world = createWorld();
  await prepared(world);
  world.tell({ type: 'facts-found', step: 'go', attempt: 1, purpose: 'show', facts: [] });
  expect(textOf(world.step('go'))).toContain('backup-age &lt; 24h is not known');
  expect(labels(world.step('go'))).toContain('Look again');
});

test('a failed step shows what happened, what to try, the end of its output and what can be done', async () => {
  const world = createWorld();
  await versioned(world);
  const { attempt } = world.run().steps['build'] ?? { attempt: 0 };
  const ref = { step: 'build', attempt, part: null, wave: null };
  world.tell({ type: 'command-output', ref, tail: `${'x'.repeat(4_000)}\nTS2304 in <shop>` });
  world.end('build', { end: 'failed', says: 'exit 2' });
  const shown = world.step('build');
  expect(textOf(shown)).toContain('*✖* “Build” failed: exit 2');
  expect(textOf(shown)).toContain('What to try: Fix it on main and press Retry.');
  expect(textOf(shown)).toMatch(/…x+\nTS2304 in <shop>\n/);
  expect(labels(shown)).toEqual(['Retry', 'Skip…', 'Roll back…', 'I take it', 'Hand over…', 'Abort…']);
  await world.press('U0OPS', shown, 'Retry');
  world.end('build', { end: 'failed', says: 'exit 3' });
  expect(labels(world.step('build', 2))).toContain('Retry');
  expect(labels(world.step('build', 1))).toEqual([]);
  expect(textOf(world.step('build', 1))).toBe('↻ “Build”, attempt 1: it was done again; a newer message shows how.');
});

test('an interrupted command says that nobody knows, and Retry asks once more where it is not repeatable', async () => {
  const world = createWorld();
  await soaking(world);
  const form = modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
  await world.send('U0OPS', form, { picked: '0', reason: '' });
  world.end('weight-0', { end: 'interrupted', says: 'the bot was killed' });
  const shown = world.step('weight-0');
  expect(textOf(shown)).toContain('was interrupted, and nobody knows whether it was done: the bot was killed');
  expect(labels(shown)).toEqual(['Retry', 'Skip…', 'I take it', 'Hand over…', 'Abort…']);
});

test('what a run has left behind has no buttons any more', async () => {
  const world = createWorld();
  await versioned(world);
  world.end('build', { end: 'failed', says: 'exit 2' });
  await world.type('U0OPS', 'abort Enough');
  expect(labels(world.step('build'))).toEqual([]);
  expect(textOf(world.step('build'))).toBe('✖ “Build” failed: exit 2');
});

test('a long list with long sentences fits, and what does not fit yet is counted', async () => {
  const items = Array.from({ length: 30 }, (_, index) => `          - "${index + 1} ${'very long words '.repeat(25)}"`);
  const loaded = loadShopWith(release => release.replace('          - The images are scanned', items.join('\n')));
  const world = createWorld({ loaded });
  await built(world);
  await world.send('U0OPS', modalOf(await world.press('U0OPS', world.step('team'), 'Answer…')), {
    'input.tester': 'Li',
  });
  const attach = modalOf(await world.press('U0OPS', world.step('plan'), 'Attach plan…'));
  await world.send('U0OPS', attach, { link: 'https://wiki.example.com/plan' });
  const shown = world.step('before');
  expect(labels(shown).filter(label => label === 'Holds')).toHaveLength(12);
  expect(textOf(shown).match(/☐ /g)).toHaveLength(12);
  expect(textOf(shown)).toContain('19 more after these.');
});

test('[V10] the list of a checkpoint stands in the thread from its phase on, and asks for Confirm once it is reached', async () => {
  const world = createWorld();
  await soaking(world);
  const posts = () => world.effects.filter(one => one.kind === 'chat.post' && one.body['step'] === 'after.checkpoint');
  expect(posts()).toEqual([]);
  for (const wave of [1, 2]) {
    world.pass(15 * MINUTE);
    world.sweep(CALM);
    if (wave === 1) world.end('waves', { wave: 2 });
  }
  expect(posts().map(one => one.body['name'])).toEqual(['step:after.checkpoint:1']);
  const early = world.step('after.checkpoint', 1);
  expect(textOf(early)).toContain('*Checklist of After*');
  expect(textOf(early)).toContain('☐ The customers are told');
  expect(textOf(early)).not.toContain('The release is through');
  expect(labels(early)).toEqual(['Holds', 'Does not hold']);
  await world.press('U0ANA', early, 'Holds');
  expect(textOf(world.step('after.checkpoint', 1))).toContain('✔ The customers are told (<@U0ANA>)');
  expect(world.effects.at(-2)?.body ?? {}).toMatchObject({ name: 'step:after.checkpoint:1' });
  await world.press('U0ANA', world.step('smoke'), 'Confirm');
  expect(posts()).toHaveLength(1);
  expect(world.story()).toContain('“The release is through” can be confirmed now by Captain <@U0ANA>');
  const reached = world.step('after.checkpoint', 1);
  expect(textOf(reached)).toContain('*The release is through*');
  await world.press('U0ANA', reached, 'Confirm');
  expect(world.run().status).toBe('completed');
});

test('a list whose checkpoint is never reached says so', async () => {
  const world = createWorld();
  await soaking(world);
  world.pass(15 * MINUTE);
  world.sweep(CALM);
  world.end('waves', { wave: 2 });
  world.pass(15 * MINUTE);
  world.sweep(CALM);
  await world.type('U0OPS', 'abort Enough');
  expect(world.effects.map(one => one.body['name'])).toContain('step:after.checkpoint:1');
  expect(textOf(world.step('after.checkpoint', 1))).toBe('– “The release is through” was not reached.');
  expect(labels(world.step('after.checkpoint', 1))).toEqual([]);
});
