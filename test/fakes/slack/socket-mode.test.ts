import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dial, isLetIn, newLink } from './support/dial.ts';
import { startWorld } from './support/world.ts';

const ON = { socketMode: true };

test('an app-level token opens a connection, and Slack says hello', async () => {
  const world = await startWorld(ON);
  const caller = await dial(world);
  await caller.hears(1);
  expect(caller.heard[0]).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0GONOGO' } });
  expect(world.slack.socket).toMatchObject({ connections: 1, opened: 1, fewest: 1 });
  expect((await world.call('apps.connections.open', {}, 'xoxb-practice')).body.error).toBe('invalid_auth');
  expect((await world.call('auth.test', {}, 'xapp-practice')).body.error).toBe('invalid_auth');
});

test('what people do comes in envelopes, with an answer where one is accepted', async () => {
  const world = await startWorld(ON);
  const { slack } = world;
  const caller = await dial(world);
  await caller.hears(1);
  caller.answerWith(({ envelope_id, accepts_response_payload: accepts }) =>
    JSON.stringify({ envelope_id, ...(accepts === true && { payload: { text: 'On its way' } }) }),
  );

  await slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release', text: 'status' });
  await slack.shortcut({ user: 'U0ANA', callbackId: 'declare' });
  await slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'Hello' });

  expect(caller.heard.slice(1)).toMatchObject([
    { type: 'slash_commands', accepts_response_payload: true, payload: { command: '/release', text: 'status' } },
    { type: 'interactive', accepts_response_payload: false, payload: { type: 'shortcut', callback_id: 'declare' } },
    { type: 'events_api', accepts_response_payload: false, retry_attempt: 0, payload: { event: { type: 'message' } } },
  ]);
  expect(slack.workspace.ephemerals.of('U0ANA').map(note => note.text)).toEqual(['On its way']);
  expect(world.bot.received).toEqual([]);
  expect(slack.refusals).toEqual([]);
});

test('an event nobody acknowledged comes again over another connection; a command fails for whoever typed it', async () => {
  const world = await startWorld({ ...ON, answerWithinMs: 40 });
  const callers = [await dial(world), await dial(world)];
  for (const caller of callers) {
    await caller.hears(1);
    caller.answerWith(({ envelope_id, retry_attempt }) =>
      retry_attempt === 1 ? JSON.stringify({ envelope_id }) : undefined,
    );
  }

  await world.slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'Hello' });
  await world.slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release' });

  const events = callers.map(caller => caller.heard.filter(frame => frame['type'] === 'events_api'));
  expect(events.map(some => some.length)).toEqual([1, 1]);
  const [first, second] = events.flat().sort((a, b) => Number(a['retry_attempt']) - Number(b['retry_attempt']));
  expect(second).toMatchObject({ retry_attempt: 1, retry_reason: 'http_timeout', payload: first?.['payload'] });
  expect(world.slack.workspace.ephemerals.of('U0ANA')[0]?.text).toContain('operation_timeout');
});

test('without a connection a command fails at once, and an event waits', async () => {
  const { slack } = await startWorld(ON);
  await slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release' });
  await slack.say({ user: 'U0ANA', channel: 'C0OPS', text: 'Hello' });
  expect(slack.workspace.ephemerals.of('U0ANA')[0]?.text).toContain('dispatch_failed');
  expect(slack.nextDue()).toBeDefined();
});

test('whoever was told to go is given nothing more while somebody else is there', async () => {
  const world = await startWorld(ON);
  const old = await dial(world);
  await old.hears(1);
  world.slack.socket.goodbye('refresh_requested');
  await old.hears(2);
  const fresh = await dial(world);
  await fresh.hears(1);
  for (let press = 0; press < 5; press += 1) await world.slack.shortcut({ user: 'U0ANA', callbackId: 'declare' });
  expect(old.heard.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  expect(fresh.heard).toHaveLength(6);
});

test('a link that is switched off lets nobody in until it is on again', async () => {
  const world = await startWorld(ON);
  const caller = await dial(world);
  await caller.hears(1);
  world.slack.socket.goodbye('link_disabled');
  await caller.closed;
  const refused = await dial(world);
  await refused.closed;
  expect(refused.heard).toMatchObject([{ type: 'disconnect', reason: 'link_disabled' }]);
  world.slack.socket.enable();
  const back = await dial(world);
  await back.hears(1);
  expect(back.heard[0]).toMatchObject({ type: 'hello' });
});

test("Slack's own client gets along with it", async () => {
  const world = await startWorld(ON);
  const { slack } = world;
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-practice',
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const identity = { botToken: 'xoxb-practice', botId: 'B0GONOGO', botUserId: 'U0GONOGO', teamId: 'T0PRACTICE' };
  const app = new App({ receiver, authorize: async () => identity });
  app.command('/release', async ({ ack }) => ack({ text: 'On its way' }));
  app.shortcut('declare', async ({ ack }) => ack());
  await receiver.client.start();
  onTestFinished(() => receiver.client.disconnect());
  await vi.waitFor(() => expect(slack.socket.connections).toBe(1));

  await slack.slash({ user: 'U0ANA', channel: 'C0OPS', command: '/release' });
  await slack.shortcut({ user: 'U0ANA', callbackId: 'declare' });
  await slack.socket.ping();

  expect(slack.workspace.ephemerals.of('U0ANA').map(note => note.text)).toEqual(['On its way']);
  expect(slack.refusals).toEqual([]);
});

test('an address that was used is of no use', async () => {
  const world = await startWorld(ON);
  const url = await newLink(world);
  expect(await isLetIn(url)).toBe(true);
  expect(await isLetIn(url)).toBe(false);
});
