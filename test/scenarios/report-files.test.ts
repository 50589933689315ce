import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, type World } from '../support/bot.ts';
import { RELEASE_MANAGER } from '../support/valero.ts';

const REPORTS = join(import.meta.dirname, 'products/reports');
const FILES = ['rel-1-deployment.md', 'rel-1-deployment.pdf', 'rel-1-audit.json'];

/** One confirmation before its end, where three reports are written. */
async function beforeTheEnd(): Promise<World> {
  const world = await startWorld({ products: [REPORTS] });
  await world.type(RELEASE_MANAGER, '/release start change');
  return world;
}

/** The files of each message that has some. */
function shared({ slack }: World): readonly (readonly string[])[] {
  const names = slack.workspace.messages.all().map(message => (message.files ?? []).map(file => String(file['name'])));
  return names.filter(one => one.length > 0).map(one => one.map(name => name.toLowerCase()));
}

async function expectOnce(world: World): Promise<void> {
  expect(shared(world)).toEqual([FILES]);
  expect((await world.run()).reports.map(file => file.name.toLowerCase())).toEqual(FILES);
  expect((await world.run()).reports.every(file => file.permalink !== null)).toBe(true);
  expect((await world.run()).status).toBe('completed');
}

test('[V16] the reports of one step are one message of the thread, and each has its link', async () => {
  await using world = await beforeTheEnd();
  await world.press(RELEASE_MANAGER, 'Confirm');
  await world.wind('1m');
  await expectOnce(world);
});

test('[V16] the third of them cannot be uploaded: none is shown, and the retry shows all of them once', async () => {
  await using world = await beforeTheEnd();
  world.slack.faults.add({ method: 'upload', kind: 'http-error', status: 503, after: 2, times: 1 });
  await world.press(RELEASE_MANAGER, 'Confirm');
  expect(world.slack.faults.struck).toBe(1);
  await world.wind('5m');
  await expectOnce(world);
});

test.each(['reply-lost', 'cut-body'] as const)(
  '[V16] shared, and the answer is lost (%s): they are looked for and not shared again',
  async kind => {
    await using world = await beforeTheEnd();
    world.slack.faults.add({ method: 'files.completeUploadExternal', kind, times: 1 });
    await world.press(RELEASE_MANAGER, 'Confirm');
    await world.wind('5m');
    expect(shared(world)).toEqual([FILES]);
    expect((await world.run()).status).toBe('completed');
  },
);

test('[V16] killed when two of the three were uploaded: after the restart all are shared, once', async () => {
  await using world = await beforeTheEnd();
  const lift = world.slack.faults.add({ method: 'upload', kind: 'request-lost', after: 2 });
  await world.press(RELEASE_MANAGER, 'Confirm');
  expect(world.slack.workspace.files.all().filter(file => file.content !== undefined)).toHaveLength(2);
  await world.kill();
  expect(shared(world)).toEqual([]);
  lift();
  await world.restart();
  await world.wind('5m');
  await expectOnce(world);
});
