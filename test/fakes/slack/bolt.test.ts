import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { actions, button, input, modal, option, typing } from './support/kit.ts';
import { SECRET, startWorld } from './support/world.ts';

const FORM = modal([
  input(typing(), { block_id: 'title' }),
  input({ type: 'external_select', action_id: 'service' }, { block_id: 'service', optional: true }),
]);

/** A bot made of nothing but Bolt, which answers each kind of delivery once. */
async function startBolt() {
  const { slack } = await startWorld();
  const receiver = new HTTPReceiver({ signingSecret: SECRET, processBeforeResponse: true });
  const identity = { botToken: 'xoxb-practice', botId: 'B0GONOGO', botUserId: 'U0GONOGO', teamId: 'T0PRACTICE' };
  const app = new App({ receiver, clientOptions: { slackApiUrl: slack.apiUrl }, authorize: async () => identity });
  app.command('/release', async ({ ack, client, body }) => {
    await client.views.open({ trigger_id: body.trigger_id, view: FORM as never });
    await ack();
  });
  app.options('service', async ({ ack }) => ack({ options: [option('Checkout', 'checkout') as never] }));
  app.view('form', async ({ ack, client, view }) => {
    const text = `Declared: ${view.state.values['title']?.['entry']?.value}`;
    await client.chat.postMessage({ channel: 'C0OPS', text, blocks: [actions(button())] as never });
    await ack();
  });
  app.action('go', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Thanks', replace_original: false });
  });
  app.shortcut('declare', async ({ ack }) => ack());
  app.event(
    'app_mention',
    async ({ event, say }) => void (await say({ text: `Heard ${event.text}`, thread_ts: event.ts })),
  );
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await Promise.all([
      once(server, 'close'),
      app.stop(),
      (server as { closeAllConnections(): void }).closeAllConnections(),
    ]);
  });
  slack.eventsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return slack;
}

test("Slack's own framework accepts every kind of delivery and its calls are accepted here", async () => {
  const slack = await startBolt();
  const { workspace } = slack;
  const ana = { user: 'U0ANA' };

  expect((await slack.slash({ ...ana, channel: 'C0OPS', command: '/release' })).ack.status).toBe(200);
  const view = workspace.views.top('U0ANA')?.id ?? '';
  const { options } = await slack.suggest({ ...ana, view, actionId: 'service', blockId: 'service', value: 'c' });
  expect(options).toHaveLength(1);
  expect((await slack.submit({ ...ana, view, values: { title: 'Checkout down' } })).ack.status).toBe(200);
  const [message] = workspace.messages.in('C0OPS');
  expect(message?.text).toBe('Declared: Checkout down');
  expect((await slack.press({ ...ana, message: message as never, actionId: 'go' })).ack.status).toBe(200);
  expect((await slack.shortcut({ ...ana, callbackId: 'declare' })).ack.status).toBe(200);
  const said = await slack.say({ ...ana, channel: 'C0OPS', text: '@gonogo status' });

  expect(workspace.messages.thread('C0OPS', said.ts).at(-1)?.text).toBe('Heard <@U0GONOGO> status');
  expect(workspace.ephemerals.of('U0ANA').map(note => note.text)).toEqual(['Thanks']);
  expect(slack.refusals).toEqual([]);
});
