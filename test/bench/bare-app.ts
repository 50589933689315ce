import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { SIGNING_SECRET } from './load.ts';

// What everything is held against: Bolt as its documentation shows it, which verifies the signature and only acks.
const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BENCH' }),
});
app.command('/release', async ({ ack }) => {
  await ack({ response_type: 'ephemeral', text: 'Acked.' });
});
const server = await receiver.start(0, {});
console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
