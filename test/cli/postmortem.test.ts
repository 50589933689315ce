import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { postmortemFor } from '#src/cli/postmortem.ts';
import { printTimeline, verifyDatabase } from '#src/cli/timeline.ts';
import { buildChange } from '#src/engine/change.ts';
import { NO_HASH } from '#src/engine/codec.ts';
import { postmortem } from '#src/reports/postmortem.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { badLunch } from '../reports/incident/whole.ts';
import type { Story } from '../support/incident.ts';
import { ana, declare } from '../support/incident.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A database with one incident in it, and the bot still running on it. */
async function running(story: Story) {
  const database = join(folder, 'gonogo.sqlite');
  const store = await openSqlite({ path: database });
  const before = { run: null, version: 0, head: NO_HASH };
  const decided = { run: story.run(), facts: story.facts(), effects: [] };
  const { change } = buildChange(story.run().stream, before, decided, story.now(), {});
  expect(await store.append(change)).toBe('appended');
  return { database, store };
}

test('[B5] the draft comes from the database alone, while the bot runs on it', async () => {
  const story = badLunch();
  const { database, store } = await running(story);
  expect(await postmortemFor('inc-7', { database })).toBe(postmortem(story.run(), story.facts()));
  await store.close();
});

test('[B5] the timeline of an incident prints a line a fact, and its chain is verified, while the bot runs', async () => {
  const { database, store } = await running(declare().does(ana, { type: 'note', text: 'x'.repeat(400) }));
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  await printTimeline('INC-7', { database, write });
  expect(lines[0]).toMatch(/^2026-11-24T12:00:00\.000Z {5}1 {2}incident\.declared +UANA +Checkout returns 500s$/);
  expect(lines.at(-1)).toMatch(/note\.added +UANA +\{"text":"x+…$/);
  expect(await verifyDatabase({ database, write })).toBe(true);
  expect(lines.at(-1)).toMatch(/^INC-7: \d+ events, head [0-9a-f]{64}$/);
  await store.close();
});

test('an incident that is not there is said to be missing, and a wrong file is not made', async () => {
  const { database, store } = await running(declare());
  await expect(postmortemFor('INC-8', { database })).rejects.toThrow('There is no run INC-8');
  const wrong = join(folder, 'wrong.sqlite');
  await expect(postmortemFor('INC-7', { database: wrong })).rejects.toMatchObject({ code: 'store.failed' });
  await expect(postmortemFor('INC-7', { database: wrong })).rejects.toThrow('--database');
  await store.close();
});
