import { expect, test } from 'vitest';
import type { Reply } from '#src/chat/reply.ts';
import { startHarness } from './support/harness.ts';
import * as slack from './support/payloads.ts';

const DEADLINE_MS = 2_500;
const STILL = 'Still working on it; the thread will show the result.';
const SAY: Reply = { kind: 'say', message: { text: 'Done at last.' } };

/** A bot whose command ends when the test says so. */
async function startSlowBot() {
  const work = Promise.withResolvers<Reply>();
  work.promise.catch(() => {});
  const outcomes: string[] = [];
  const bot = await startHarness({
    dispatch: () => work.promise,
    onAnswered: ({ kind, outcome }) => outcomes.push(`${kind} ${outcome}`),
  });
  return {
    bot,
    outcomes,
    finish: work.resolve,
    fail: work.reject,
    /** Delivers and lets 2.5 s pass before the command has ended. */
    async late(delivery: slack.Delivery) {
      const answering = bot.deliver(delivery);
      await bot.timers.running(DEADLINE_MS);
      bot.timers.advance(DEADLINE_MS);
      return answering;
    },
    async [Symbol.asyncDispose]() {
      work.resolve({ kind: 'nothing' });
      await bot[Symbol.asyncDispose]();
    },
  };
}

test('a slow slash command is answered in time and its result follows', async () => {
  await using slow = await startSlowBot();
  const answer = await slow.late(slack.slashCommand(slow.bot.stub.url));
  expect(answer).toEqual({ status: 200, body: { response_type: 'ephemeral', text: STILL } });
  expect(slow.outcomes).toEqual(['command late']);
  slow.finish(SAY);
  const { args } = await slow.bot.stub.next('/response/1');
  expect(args).toEqual({ response_type: 'ephemeral', replace_original: false, text: 'Done at last.' });
});

test('a slow button is answered in time, says so, and its result follows', async () => {
  await using slow = await startSlowBot();
  expect(await slow.late(slack.button(slow.bot.stub.url))).toEqual({ status: 200, body: '' });
  expect((await slow.bot.stub.next('/response/2')).args).toMatchObject({ text: STILL });
  slow.finish(SAY);
  expect((await slow.bot.stub.next('/response/2')).args).toMatchObject({ text: 'Done at last.' });
});

test('a slow form stays open with a word about it, and its result follows', async () => {
  await using slow = await startSlowBot();
  const { body } = await slow.late(slack.submission());
  expect(body.response_action).toBe('update');
  expect(JSON.stringify(body.view)).toContain(STILL);
  slow.finish({ kind: 'errors', errors: { version: 'Write it as 1.2.0.' } });
  expect((await slow.bot.stub.next('chat.postEphemeral')).args).toMatchObject({ text: 'Write it as 1.2.0.' });
});

test('a form to follow a slow one replaces it', async () => {
  await using slow = await startSlowBot();
  await slow.late(slack.submission());
  slow.finish({ kind: 'modal', view: { type: 'modal', title: { type: 'plain_text', text: 'Two' }, blocks: [] } });
  expect((await slow.bot.stub.next('views.update')).args).toMatchObject({ view_id: 'V1' });
});

test('a modal that comes too late for its trigger becomes a sentence', async () => {
  await using slow = await startSlowBot();
  slow.bot.stub.refuse('views.open', 'expired_trigger_id');
  await slow.late(slack.slashCommand(slow.bot.stub.url));
  slow.finish({ kind: 'modal', view: { type: 'modal', title: { type: 'plain_text', text: 'Two' }, blocks: [] } });
  const { args } = await slow.bot.stub.next('/response/1');
  expect(args).toMatchObject({ text: expect.stringContaining('did not open the form in time') });
});

test('an event that is not recorded in time is given back to Slack, which sends it again', async () => {
  await using slow = await startSlowBot();
  expect((await slow.late(slack.mention())).status).toBe(503);
  slow.finish(SAY);
  expect((await slow.bot.stub.next('chat.postEphemeral')).args).toMatchObject({ text: 'Done at last.' });
  const retry = await slow.bot.deliver(slack.mention(), { headers: { 'x-slack-retry-num': '1' } });
  expect(retry.status).toBe(200);
});

test('a failure becomes one sentence with a reference, and the log has the rest', async () => {
  await using slow = await startSlowBot();
  const answering = slow.bot.deliver(slack.slashCommand(slow.bot.stub.url));
  slow.fail(new Error('SQLITE_FULL: xoxb-secret'));
  const { status, body } = await answering;
  expect(status).toBe(200);
  const line = slow.bot.log.lines.find(one => one.level === 'error');
  expect(body.text).toContain(`(reference ${line?.fields['reference']})`);
  expect(JSON.stringify(body)).not.toContain('SQLITE');
  expect(line?.fields['err']).toMatchObject({ message: 'SQLITE_FULL: xoxb-secret' });
  expect(slow.outcomes).toEqual(['command failed']);
});

test('a failure after the deadline is told as well', async () => {
  await using slow = await startSlowBot();
  await slow.late(slack.slashCommand(slow.bot.stub.url));
  slow.fail(new Error('broken'));
  expect((await slow.bot.stub.next('/response/1')).args).toMatchObject({ text: expect.stringContaining('reference') });
});

test('a failure behind an event is told to its asker and not repeated by Slack', async () => {
  await using slow = await startSlowBot();
  const answering = slow.bot.deliver(slack.mention());
  slow.fail(new Error('broken'));
  expect((await answering).status).toBe(200);
  expect((await slow.bot.stub.next('chat.postEphemeral')).args).toMatchObject({
    text: expect.stringContaining('reference'),
  });
});

test('an answer that does not reach the asker harms nobody', async () => {
  await using slow = await startSlowBot();
  slow.bot.stub.answer('/response/2', { text: 'used up', status: 404 });
  slow.finish(SAY);
  expect((await slow.bot.deliver(slack.button(slow.bot.stub.url))).status).toBe(200);
  await slow.bot.stub.next('/response/2');
  expect((await slow.bot.deliver(slack.slashCommand(slow.bot.stub.url))).status).toBe(200);
});

test('stopping waits for what is in hand and takes nothing new', async () => {
  await using slow = await startSlowBot();
  const answering = slow.bot.deliver(slack.slashCommand(slow.bot.stub.url));
  await slow.bot.timers.running(DEADLINE_MS);
  let stopped = false;
  const stopping = slow.bot.app.stop().then(() => {
    stopped = true;
  });
  await expect(slow.bot.deliver(slack.slashCommand(slow.bot.stub.url))).rejects.toThrow();
  expect(stopped).toBe(false);
  slow.finish(SAY);
  expect((await answering).body).toMatchObject({ text: 'Done at last.' });
  await stopping;
});

test('stopping does not wait for ever', async () => {
  await using slow = await startSlowBot();
  const answering = slow.bot.deliver(slack.slashCommand(slow.bot.stub.url)).catch((error: Error) => error);
  await slow.bot.timers.running(DEADLINE_MS);
  const stopping = slow.bot.app.stop();
  await slow.bot.timers.running(10_000);
  slow.bot.timers.advance(10_000);
  await stopping;
  expect(slow.bot.log.lines.at(-1)).toMatchObject({ level: 'warn', message: 'stopped with requests in hand' });
  await answering;
});
