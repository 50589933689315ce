import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANNEL, startWorld, type World } from '../support/bot.ts';

const PRODUCTS = [join(import.meta.dirname, 'products/four-steps')];

async function driveToTheEnd(world: World): Promise<void> {
  await world.type('U0RELMGR', '/release start minor');
  await world.windUntil('5m', () => world.labels('U0RELMGR').includes('Go'));
  await world.press('U0RELMGR', 'Go');
  await world.press('U0PO', 'Go');
  await world.windUntil('5m', async () => (await world.run()).status === 'completed');
  await world.wind('5m');
}

/** Everything the bot said in the channel, without what tells one world from another. */
function said(world: World): readonly string[] {
  return world.slack.workspace.messages
    .in(CHANNEL)
    .map(message => message.text.replaceAll(/\^\d+\^|\d\d:\d\d|(?<=after )\d+ s/g, '#'));
}

async function undisturbed(): Promise<readonly string[]> {
  await using world = await startWorld({ products: PRODUCTS });
  await driveToTheEnd(world);
  return said(world);
}

test('while Slack answers 429 the run goes on, and afterwards everything was said once', async () => {
  const wanted = await undisturbed();
  await using world = await startWorld({ products: PRODUCTS });
  world.slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limit', retryAfter: 7, times: 5 });
  world.slack.faults.add({ method: 'chat.update', kind: 'rate-limit', retryAfter: 7, times: 5 });

  await driveToTheEnd(world);

  expect(new Set(said(world).join('\n').split('\n'))).toEqual(new Set(wanted.join('\n').split('\n')));
  expect(world.card()).toContain('Completed');
});

test('an answer that is lost after the message was posted leaves one message, not two', async () => {
  const wanted = await undisturbed();
  await using world = await startWorld({ products: PRODUCTS });
  world.slack.faults.add({ method: 'chat.postMessage', kind: 'reply-lost', times: 2 });

  await driveToTheEnd(world);

  const texts = said(world).filter(text => !text.includes('not known whether'));
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  expect(texts.length).toBeLessThanOrEqual(wanted.length + 1);
  expect(world.slack.calls.some(call => call.path.startsWith('/api/conversations.'))).toBe(true);
});

/** Resolved in a minute: the figures are not waited for. */
async function resolvedAtOnce(world: World): Promise<void> {
  await world.type('U0RELMGR', '/incident declare p0 documents cannot be opened', 'C0INCIDENTS');
  await world.type('U0RELMGR', '/incident resolve', 'C0INCIDENTS');
  const filled = {
    summary: 'Over',
    impact: 'none',
    skip: 'not needed',
    override: 'A false alarm',
    postmortem: 'U0RELMGR',
  };
  expect(await world.submit('U0RELMGR', filled)).toBe('');
}

/** What lies in Slack, as the timeline should name it. */
function sharedHashes(world: World): readonly string[] {
  return world.slack.workspace.files
    .all()
    .filter(file => file.channels.length > 0)
    .map(
      file =>
        `${file.name} ${createHash('sha256')
          .update(file.content ?? '')
          .digest('hex')}`,
    );
}

test.each(['request-lost', 'reply-lost'] as const)(
  '[H7] [X2] the draft of a postmortem is in the thread once, whatever was lost while it was shared: %s',
  async kind => {
    await using world = await startWorld();
    world.slack.faults.add({ method: 'files.completeUploadExternal', kind, times: 1 });
    await resolvedAtOnce(world);
    await world.wind('3m');
    const shared = world.slack.workspace.messages.all().flatMap(message => message.files.map(file => file.name));
    expect(shared).toEqual(['INC-1-postmortem.md']);
    expect(world.thread('INC-1').join('\n')).toContain('Postmortem draft');
    const drafted = (await world.timeline('INC-1')).flatMap(one =>
      one.type === 'postmortem.drafted' ? [one.data] : [],
    );
    expect(drafted.map(one => `${one.name} ${one.hash}`)).toEqual(sharedHashes(world));
  },
);

test('the draft lies in the data folder while Slack takes no files, and is what `gonogo postmortem` is for', async () => {
  await using world = await startWorld();
  const stop = world.slack.faults.add({ method: 'files.getUploadURLExternal', kind: 'http-error', status: 503 });
  await resolvedAtOnce(world);
  await world.wind('5m');
  expect(world.thread('INC-1').join('\n')).not.toContain('Postmortem draft');
  const draft = readFileSync(join(world.data, 'documents', 'INC-1-postmortem.md'), 'utf8');
  expect(draft).toContain('documents cannot be opened');
  await world.type('U0RELMGR', '/incident reopen INC-1 it came back', 'C0INCIDENTS');
  await world.wind('1m');
  // No word of the incident waits for the file.
  expect(world.thread('INC-1').join('\n')).toContain('it came back');
  stop();
  await world.wind('15m');
  expect(world.thread('INC-1').join('\n')).toContain('Postmortem draft');
});

test.each(['request-lost', 'reply-lost'] as const)(
  'every report of a release is in its thread once, whatever was lost while it was shared: %s',
  async kind => {
    await using world = await startWorld();
    world.slack.faults.add({ method: 'files.completeUploadExternal', kind, times: 1 });
    await world.type('U0RELMGR', '/release start minor');
    await world.type('U0RELMGR', '/release abort it was only a test');
    await world.wind('5m');
    const shared = world.slack.workspace.messages.all().flatMap(message => message.files.map(file => file.name));
    expect(shared.length).toBeGreaterThan(1);
    expect(shared.filter((name, index) => shared.indexOf(name) !== index)).toEqual([]);
    const written = (await world.timeline()).flatMap(one => (one.type === 'report.written' ? one.data.files : []));
    expect(written.map(one => `${one.name} ${one.hash}`)).toEqual(sharedHashes(world));
  },
);
