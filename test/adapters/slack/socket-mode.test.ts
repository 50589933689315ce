import { expect, test } from 'vitest';
import type { View } from '#src/chat/message.ts';
import { startSocketWorkspace } from './support/socket.ts';

const FORM: View = {
  type: 'modal',
  callback_id: 'gonogo:release.start',
  title: { type: 'plain_text', text: 'Start a release' },
  submit: { type: 'plain_text', text: 'Start' },
  private_metadata: JSON.stringify({ channel: 'C1' }),
  blocks: [
    {
      type: 'input',
      block_id: 'version',
      label: { type: 'plain_text', text: 'Version' },
      element: { type: 'plain_text_input', action_id: 'version' },
    },
  ],
};
const CARD = {
  text: 'REL-1 waits.',
  blocks: [
    {
      type: 'actions' as const,
      elements: [
        {
          type: 'button' as const,
          action_id: 'gonogo:release.vote',
          value: 'REL-1/go',
          text: { type: 'plain_text' as const, text: 'Go' },
        },
      ],
    },
  ],
};

test('[B1] commands, forms, buttons and mentions are heard and answered over Socket Mode as over HTTP', async () => {
  await using place = await startSocketWorkspace();
  const { slack, bot } = place;
  place.replies({ kind: 'modal', view: FORM });
  await place.types('start');
  const view = slack.workspace.views.top('U1');
  expect(view?.content).toMatchObject({ callback_id: 'gonogo:release.start' });
  if (!view) return;

  place.replies({ kind: 'errors', errors: { version: 'Write it as 1.2.0.' } });
  const wrong = await slack.submit({ user: 'U1', view, values: { version: 'one' } });
  expect(wrong.errors).toEqual({ version: 'Write it as 1.2.0.' });
  place.replies({ kind: 'nothing' });
  await slack.submit({ user: 'U1', view, values: { version: '1.2.0' } });
  expect(slack.workspace.views.top('U1')).toBeUndefined();

  const { ts } = await bot.chat.post({ channel: 'C1', thread: null, message: CARD, effectIds: ['e1'] });
  await slack.press({ user: 'U1', message: { channel: 'C1', ts }, actionId: 'gonogo:release.vote' });
  await slack.say({ user: 'U1', channel: 'C1', text: '@gonogo note slow', thread_ts: ts });
  place.replies({ kind: 'say', message: { text: 'REL-1 waits for nobody.' } });
  await place.types('status');

  expect(place.heard.map(incoming => incoming.kind)).toEqual([
    'command',
    'form',
    'form',
    'action',
    'mention',
    'command',
  ]);
  expect(place.heard[3]).toMatchObject({ person: { user: 'U1', standing: 'full' }, value: 'REL-1/go' });
  expect(place.told()).toEqual(['REL-1 waits for nobody.']);
  expect(slack.refusals).toEqual([]);
});

test('a question for options is answered with none', async () => {
  await using place = await startSocketWorkspace();
  const { ts } = await place.bot.chat.post({ channel: 'C1', thread: null, message: CARD, effectIds: ['e1'] });
  const message = { channel: 'C1', ts };
  const { options } = await place.slack.suggest({ user: 'U1', message, actionId: 'x', blockId: 'b', value: 'a' });
  expect(options).toEqual([]);
  expect(place.slack.refusals).toEqual([]);
});

test('past the deadline an answer comes all the same, within the three seconds Slack waits', async () => {
  await using place = await startSocketWorkspace();
  const done = Promise.withResolvers<void>();
  place.replies(async () => {
    await done.promise;
    return { kind: 'say', message: { text: 'REL-1 has started.' } };
  });
  const typed = place.types('start');
  await place.timers.running(2_500);
  place.timers.advance(2_500);
  expect((await typed).ack.status).toBe(200);
  expect(place.told()).toEqual(['Still working on it; the thread will show the result.']);
  done.resolve();
});

test('an event that was not recorded is not acknowledged, and comes again under the same key', async () => {
  await using place = await startSocketWorkspace({ fake: { answerWithinMs: 60 } });
  let isBroken = true;
  place.replies(async () => {
    if (isBroken) {
      isBroken = false;
      throw new Error('the disk is full');
    }
    return { kind: 'nothing' };
  });
  const said = await place.slack.say({ user: 'U1', channel: 'C1', text: 'It is slow' });
  await place.slack.editMessage({ user: 'U1', message: said, text: 'It is down' });
  expect(place.heard.map(({ kind }) => kind)).toEqual(['changed', 'changed']);
  expect(new Set(place.heard.map(({ key }) => key)).size).toBe(1);
  expect(place.slack.refusals).toEqual([]);
});

test('the routes are served as over HTTP, and nothing is heard at the address for requests', async () => {
  const routes = [{ path: '/health', methods: ['GET'] as const, handle: (_req: unknown, res: never) => end(res) }];
  await using place = await startSocketWorkspace({ routes: routes as never });
  expect((await fetch(`${place.url}/health`)).status).toBe(200);
  const body = new URLSearchParams({ command: '/release', text: 'status' });
  expect((await fetch(`${place.url}/slack/events`, { method: 'POST', body })).status).toBe(404);
  expect(place.heard).toEqual([]);
});

function end(res: { end(): void }): void {
  res.end();
}

test('with both secrets set Socket Mode is used, and the log says so', async () => {
  await using place = await startSocketWorkspace({ signingSecret: 'practice-signing-secret' });
  expect(place.slack.socket.connections).toBe(1);
  expect(place.log.lines.map(line => line.message)).toContainEqual(
    expect.stringContaining('Socket Mode is used, /slack/events is not served'),
  );
});

test('only the address of a connection is asked for with the app-level token', async () => {
  await using place = await startSocketWorkspace();
  await place.types('status');
  await place.bot.chat.post({ channel: 'C1', thread: null, message: CARD, effectIds: ['e1'] });
  // The fake refuses either token where the other one belongs.
  const paths = place.slack.calls.map(call => call.path);
  expect(paths.filter(path => path === '/api/apps.connections.open')).toHaveLength(1);
  expect(paths).toContain('/api/chat.postMessage');
  expect(place.slack.refusals).toEqual([]);
});

test('what fails is not repeated behind our back, although connections are', async () => {
  await using place = await startSocketWorkspace();
  place.slack.faults.add({ method: 'chat.postMessage', kind: 'http-error', status: 500 });
  const post = place.bot.chat.post({ channel: 'C1', thread: null, message: CARD, effectIds: ['e1'] });
  await expect(post).rejects.toMatchObject({ unknown: true });
  expect(place.slack.calls.filter(call => call.path === '/api/chat.postMessage')).toHaveLength(1);
});
