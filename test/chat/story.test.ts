import { expect, test } from 'vitest';
import { storyLines } from '#src/chat/story.ts';
import type { ToldFact } from '#src/chat/told.ts';
import { BOT } from '#src/domain/actor.ts';
import { asked, CALM, found, soaking, started, versioned } from '../commands/support/journey.ts';
import { judged } from '../commands/support/judged.ts';
import { loadShopWith } from '../commands/support/shop.ts';
import { createWorld, NOON } from '../commands/support/world.ts';

const ANA = { kind: 'person', team: 'T0', user: 'U0ANA', roles: ['captain'], standing: 'full' } as const;

async function tell(...told: readonly ToldFact[]): Promise<string | null> {
  const world = createWorld();
  await started(world);
  const message = storyLines(world.run(), told);
  return message === null ? null : judged(message).text;
}

function finished(step: string, actor: ToldFact['actor'] = BOT): ToldFact {
  return { type: 'step.finished', at: NOON, actor, data: { step, attempt: 1, says: 'exit 0', rule: null } };
}

function began(step: string): ToldFact {
  const data = { step, attempt: 1, part: null, argv: ['shopctl', 'build'], method: null, url: null, title: null };
  return { type: 'step.started', at: NOON, actor: BOT, data };
}

function published(name: string): ToldFact {
  return { type: 'event.published', at: NOON, actor: BOT, data: { name, moment: 'x' } };
}

test('there is no message where there is nothing to say', async () => {
  expect(await tell()).toBeNull();
});

test('several steps that ended by themselves are one line, and what a person did stays its own', async () => {
  const text = await tell(finished('version'), finished('build'), finished('canary'), finished('people', ANA));
  expect(text).toBe(
    '✔ 3 steps done: Assign the version, Build, Deploy the canary\n✔ “People are there” by <@U0ANA>: exit 0',
  );
});

test('a step that ended in the same message is not told as begun too', async () => {
  expect(await tell(began('build'), finished('build'))).toBe('✔ “Build”: exit 0');
  expect(await tell(began('build'))).toBe('▶ “Build”: `shopctl build`');
});

test('published names stand in one line at the end', async () => {
  const text = await tell(published('shop.release.planned'), finished('build'), published('shop.release.started'));
  expect(text).toBe('✔ “Build”: exit 0\nPublished: shop.release.planned, shop.release.started');
});

test('whoever leads it and said go is named where that asks everybody again', async () => {
  const says = '<@U0ANA> said go and leads the release now, so every vote is asked again';
  const voided: ToldFact = { type: 'gate.voided', at: NOON, actor: BOT, data: { step: 'go', attempt: 1, says } };
  expect(await tell(voided)).toBe('↻ Every vote is asked again: <@U0ANA> said go and leads the release now');
  const other: ToldFact = { ...voided, data: { ...voided.data, says: says.replace('U0ANA', 'U0STRANGER') } };
  expect(await tell(other)).toContain('&lt;@U0STRANGER&gt;');
});

test('whoever answered is named where all votes are there and the answer is in the way', async () => {
  const world = createWorld();
  await asked(world);
  await world.press('U0OPS', world.step('go'), 'No');
  await world.press('U0ANA', world.step('go'), 'Go');
  await world.press('U0PO', world.step('go'), 'Go');
  found(world, 'decide');
  expect(world.story()).toContain('this does not hold: calm: no, says <@U0OPS>');
});

test('a phase whose moment was past when the run began says how late it is', async () => {
  const early = (release: string) =>
    release.replace('    title: Preparation\n', '    title: Preparation\n    at: T-10h\n');
  const world = createWorld({ loaded: loadShopWith(early) });
  // T is 20:00 and it is 13:00: ten hours before was three hours ago.
  await started(world, 'start minor at 20:00');
  expect(world.story()).toContain('▶ *Preparation* (3 h late)');
});

test('a message that would be too long says how much it left out', async () => {
  const notes = Array.from(
    { length: 40 },
    (): ToldFact => ({ type: 'note.added', at: NOON, actor: ANA, data: { text: 'x'.repeat(500) } }),
  );
  const text = (await tell(...notes)) ?? '';
  expect(text.length).toBeLessThanOrEqual(3_900);
  expect(text).toMatch(/… and 33 more on the timeline\.$/);
});

test('a metric that would open an incident says plainly that nobody was paged', async () => {
  const world = createWorld();
  await soaking(world);
  world.sweep(CALM);
  world.sweep({ ...CALM, queue: 500 });
  expect(world.story()).toMatch(
    /⚠ Queue 500 .* An incident is asked for, and this product has no runbook for one: nobody was paged\./,
  );
});

test('a whole release is told by real facts, in order, with people where people acted', async () => {
  const world = createWorld();
  await soaking(world);
  const lines = world.story().split('\n');
  expect(lines).toContain('✔ Go by <@U0ANA> (Captain)');
  expect(lines).toContain('✔ Go by <@U0PO> (Product owner)');
  expect(lines).toContain('✔ *Go.* “Go or no-go” is passed.');
  expect(lines.filter(line => line.includes('Go or no-go”'))).toHaveLength(1);
  expect(lines.at(-1)).toBe('Published: shop.release.started');
});

test('a failed step is told once, by the pause behind it, and so is the answer', async () => {
  const world = createWorld();
  await versioned(world);
  world.end('build', { end: 'failed', says: 'exit 1' });
  await world.press('U0OPS', world.step('build'), 'Retry');
  const [before, paused, again, begun] = world.story().split('\n').slice(-4);
  expect(before).toBe('✔ “Assign the version”: version 1.3.0');
  expect(paused).toBe('⏸ *Paused*: "Build" failed: exit 1');
  expect(again).toBe('↻ “Build” is done again by <@U0OPS>.');
  expect(begun).toBe('▶ “Build”: `shopctl build`');
});

test('files stand in the thread themselves; only one that Slack gave no link of is named', async () => {
  const files = (permalink: string | null) => [{ name: 'notes.md', hash: 'aa', permalink }];
  const written = (permalink: string | null): ToldFact => ({
    type: 'report.written',
    at: NOON,
    actor: BOT,
    data: { step: 'notes', files: files(permalink) },
  });
  expect(await tell(written('https://slack.example/F1'))).toBeNull();
  expect(await tell(written(null))).toBe('📄 Written: notes.md');
});

test('what is done for each of a list is told under one name, never under that of the last', async () => {
  const world = createWorld();
  await started(world, 'start minor flags=search,cart');
  const part = (value: string): ToldFact => ({
    type: 'step.finished',
    at: NOON,
    actor: BOT,
    data: { step: 'flags-off', attempt: 1, says: `\`shopctl flag ${value} off\` succeeded`, rule: null },
  });
  const told = storyLines(world.run(), [part('search'), part('cart')]);
  expect(told?.text.split('\n')).toEqual([
    '✔ “Switch search, cart off”: `shopctl flag search off` succeeded',
    '✔ “Switch search, cart off”: `shopctl flag cart off` succeeded',
  ]);
});
