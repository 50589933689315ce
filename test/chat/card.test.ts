import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { trendLine } from '#src/chat/cards/figures.ts';
import { directMessage } from '#src/chat/direct.ts';
import { approved, asked, CALM, found, prepared, soaking, started, versioned } from '../commands/support/journey.ts';
import { judged } from '../commands/support/judged.ts';
import { loadShopWith } from '../commands/support/shop.ts';
import { createWorld, labels, modalOf, textOf } from '../commands/support/world.ts';

const SOAK_END = /soaking at 10 % \(pilot\) until <!date\^\d+\^/;

test('the first line says which release this is and where it stands, in words', async () => {
  const world = createWorld();
  await started(world, 'start minor at 20:00');
  expect(textOf(world.card())).toMatch(/^📦 REL-1 · Shop minor · canary · Preparation\n/);
  expect(world.card().text).toBe('REL-1, Shop minor: Preparation.');
  expect(textOf(world.card())).toContain('T = <!date^1795546800^');
});

test('the phases show what is done, what runs and what does not', async () => {
  const world = createWorld();
  await soaking(world);
  expect(textOf(world.card())).toContain(
    'Preparation ✔ · Go or no-go ✔ (2 of 2) · *Rollout ▶* wave 1 of 2, 10 % · After',
  );
});

test('while a wave soaks the card shows until when, never how long, and the live figures with their trend', async () => {
  const world = createWorld();
  await soaking(world);
  world.sweep({ ...CALM, 'error-rate': 0.004 });
  const text = textOf(world.card());
  expect(text).toMatch(SOAK_END);
  expect(text).toContain('Error rate 0.4 % ▂▄ · Health fine · Queue 3 ▁▁');
  expect(text).toContain('Waiting for: nobody · Captain <@U0ANA>');
  expect(labels(world.card())).toEqual(['Pause', 'Roll back…']);
});

test('a soak that is over but lacks a pass says what it waits for', async () => {
  const world = createWorld();
  await soaking(world);
  world.pass(20 * MINUTE);
  world.sweep({ health: true, queue: 3 });
  expect(textOf(world.card())).toContain('and waits for a fresh pass of Error rate');
});

test('the open go/no-go lists each role, each fact with its value, and what is approved', async () => {
  const world = createWorld();
  await asked(world, 'does-not-hold');
  await world.press('U0ANA', world.step('go'), 'Go');
  const text = textOf(world.card());
  expect(text).toContain('Approving: version 1.3.0 · commit `1a2b3c4` · canary · T when this passes · runbook `');
  expect(text).toContain('✔ Captain: go by <@U0ANA>');
  expect(text).toContain('☐ Product owner <@U0PO>: not yet');
  expect(text).toContain('✖ backup-age &lt; 24h does not hold: 30 h old');
  expect(text).toContain('✔ calm: yes, says <@U0OPS>');
  expect(text).toContain('Waiting for: Product owner <@U0PO>');
});

test('whoever says go reads that the version was counted from nothing, as it is where no tag is found', async () => {
  const world = createWorld();
  await asked(world, 'holds', { anew: 'no tag is written like v1.2.3, so it was counted from 0.0.0' });
  expect(textOf(world.card())).toContain(
    '⚠️ Version 1.3.0: no tag is written like v1.2.3, so it was counted from 0.0.0.',
  );
  const other = createWorld();
  await asked(other);
  expect(textOf(other.card())).not.toContain('counted from');
});

test('a phone that shows only the first sentence names who said no-go', async () => {
  const world = createWorld();
  await asked(world);
  const form = modalOf(await world.press('U0PO', world.step('go'), 'No-go…'));
  await world.send('U0PO', form, { reason: 'It snows' });
  expect(world.card().text).toBe('REL-1, Shop 1.3.0 minor: Paused. No-go by <@U0PO>: It snows');
});

test('[X8] an answer that was accepted without is waited for no more', async () => {
  const accepted = (release: string) => release.replace('calm, {', '{ fact: calm, override: { owner: 1 } }, {');
  const world = createWorld({ loaded: loadShopWith(accepted) });
  await prepared(world);
  found(world, 'show');
  const form = modalOf(await world.press('U0PO', world.step('go'), 'Override “calm”…'));
  expect(JSON.stringify(form.blocks)).toContain('“calm” stands in the way of this go/no-go.');
  await world.send('U0PO', form, { reason: 'It always is' });
  expect(textOf(world.card())).toContain('Waiting for: Captain <@U0ANA>, Product owner <@U0PO> · Captain');
});

test('[X8] a go/no-go never waits for nobody: first for its answers and votes, then for those who said go', async () => {
  const world = createWorld();
  await prepared(world);
  found(world, 'show', 'does-not-hold');
  const waits = () => /Waiting for: (.*?) · Captain/.exec(textOf(world.card()))?.[1];
  expect(waits()).toBe('Operations <@U0OPS>, <@U0OPS2>, Captain <@U0ANA>, Product owner <@U0PO>');
  await world.press('U0OPS', world.step('go'), 'Yes');
  await world.press('U0ANA', world.step('go'), 'Go');
  expect(waits()).toBe('Product owner <@U0PO>');
  await world.press('U0PO', world.step('go'), 'Go');
  found(world, 'decide', 'does-not-hold');
  expect(waits()).toBe('Captain <@U0ANA>, Product owner <@U0PO>');
  expect(labels(world.step('go'))).toContain('Look again');
  // What is in the way stands there once.
  expect(textOf(world.step('go')).match(/30 h old/g)).toHaveLength(1);
});

test('the strip shows where it turned round, and leaves out what is off for this run', async () => {
  const world = createWorld();
  await soaking(world);
  expect(textOf(world.card())).not.toContain('(off)');
  await world.send('U0OPS', modalOf(await world.press('U0OPS', world.card(), 'Roll back…')), { reason: 'It is slow' });
  expect(textOf(world.card())).toMatch(/\*Rollout ↩\*/);
});

test('a warning stands on the card until what it named passes, and says that nobody was paged', async () => {
  const world = createWorld();
  await soaking(world);
  world.sweep({ ...CALM, queue: 500 });
  const warned =
    /⚠ \*Warning\* since <!date\^\d+\^[^:]+:[^:]+: Queue .*500.* An incident is asked for, and this product has no runbook for one: nobody was paged\./;
  expect(textOf(world.card())).toMatch(warned);
  world.sweep({ 'error-rate': 0.002, health: true });
  expect(textOf(world.card())).toMatch(warned);
  world.sweep(CALM);
  expect(textOf(world.card())).not.toContain('Warning');
});

test('[V6] a metric that pauses says why with its numbers and offers Resume and Roll back', async () => {
  const world = createWorld();
  await soaking(world);
  world.sweep({ ...CALM, 'error-rate': 0.02 });
  const card = world.card();
  expect(textOf(card)).toContain('⏸️ REL-1 · Shop 1.3.0 minor · canary · Paused');
  expect(textOf(card)).toContain('Error rate 2 % &gt; 1 %, 100 requests');
  expect(textOf(card)).toContain('*over its limit*');
  expect(labels(card)).toEqual(['Resume…', 'Roll back…']);
  expect(card.text).toContain('Paused, wave 1 of 2, 10 %. Error rate 2 % &gt; 1 %');
});

test('a failed step is answered where it stands: the card offers no Resume', async () => {
  const world = createWorld();
  await versioned(world);
  world.end('build', { end: 'failed', says: 'exit 1' });
  expect(labels(world.card())).toEqual(['Roll back…']);
  expect(textOf(world.card())).toContain('*Paused*');
});

test('a rollback that waits for the command in hand says so and offers to start anyway', async () => {
  const world = createWorld();
  await approved(world);
  const form = modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
  await world.send('U0OPS', form, { picked: '0', reason: '' });
  const card = world.card();
  expect(textOf(card)).toContain('“Deploy the canary” is still ending. The rollback begins right after it');
  expect(textOf(card)).toContain('decided by <@U0OPS>: The error rate is too high');
  expect(labels(card)).toEqual(['Start anyway', 'Pause']);
  await world.press('U0OPS', card, 'Start anyway');
  expect(labels(world.card())).toEqual(['Pause']);
});

test('a rollback shows each of its steps and ends locked, with the one button that is left', async () => {
  const world = createWorld();
  await soaking(world);
  const form = modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
  await world.send('U0OPS', form, { picked: null, reason: 'Checkout is broken' });
  expect(textOf(world.card())).toContain('Take the users off ▶');
  world.end('weight-0');
  expect(textOf(world.card())).toContain('Take the users off ✔ · Take the migrations back (skipped)');
  await world.press('U0OPS', world.step('rollback.checkpoint'), 'Confirm');
  expect(textOf(world.card())).toMatch(/^↩️ REL-1 .* · Rolled back\n/);
  expect(labels(world.card())).toEqual(['Unlock…']);
});

test('[V17] a completed release shows its verdict line by line', async () => {
  const world = createWorld();
  await soaking(world);
  world.pass(16 * MINUTE);
  world.sweep(CALM);
  world.end('waves', { wave: 2 });
  world.pass(11 * MINUTE);
  world.sweep(CALM);
  await world.press('U0ANA', world.step('smoke'), 'Confirm');
  await world.press('U0ANA', world.step('after.checkpoint'), 'Holds');
  await world.press('U0ANA', world.step('after.checkpoint'), 'Confirm');
  const text = textOf(world.card());
  expect(text).toMatch(/^✅ REL-1 .* · Completed: a success\n/);
  expect(text).toContain('✔ Met: The smoke tests passed');
  expect(text).toContain('✔ Met: No rollback – no rollback');
  expect(labels(world.card())).toEqual([]);
});

test('an aborted release says that nothing was taken back', async () => {
  const world = createWorld();
  await prepared(world);
  await world.type('U0OPS', 'abort The customer withdrew');
  expect(textOf(world.card())).toMatch(
    /\*Aborted\* .* by <@U0OPS>: The customer withdrew\. What is deployed stays as it is\./,
  );
  expect(textOf(world.card())).toMatch(/^⏹️ REL-1 .* · Aborted\n/);
});

test('a trend line is scaled to its limit, so that calm looks calm', () => {
  expect(trendLine([0.001, 0.002, 0.001], 0.01)).toBe('▁▂▁');
  expect(trendLine([0, 0], 0)).toBe('▁▁');
  expect(trendLine([1, 4, 8], 0)).toBe('▂▅█');
  expect(trendLine([3], 10)).toBe('');
});

test('[V8] a rollback that waits for what could not be stopped says so and offers to start anyway', async () => {
  const world = createWorld();
  await approved(world);
  const form = modalOf(await world.press('U0OPS', world.card(), 'Roll back…'));
  await world.send('U0OPS', form, { picked: '0', reason: '' });
  expect(textOf(world.card())).toContain('“Deploy the canary” is still ending.');
  const ref = { step: 'canary', attempt: 1, part: null, wave: null };
  world.tell({
    type: 'effect-gave-up',
    effect: 'E',
    kind: 'command.stop',
    says: 'no answer',
    ref,
    watch: null,
    page: null,
  });
  expect(textOf(world.card())).toContain('“Deploy the canary” could not be stopped, and nobody knows whether');
  expect(labels(world.card())).toContain('Start anyway');
  const told = world.effects.findLast(one => one.kind === 'chat.direct')?.body ?? {};
  expect(textOf(judged(directMessage(world.run(), told, null)))).toContain(
    'Look whether it still runs. The rollback waits for its end; Start anyway on the card does not.',
  );
});
