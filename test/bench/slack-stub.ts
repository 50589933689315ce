import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TEAM } from './load.ts';

// The least Slack there can be, in a process of its own: what it costs is not the bot's. It checks nothing; the strict
// fake does, in the scenarios.
let posted = 0;

const ANSWERS: { readonly [method: string]: () => object } = {
  'auth.test': () => ({ team_id: TEAM, user_id: 'U0BENCH', bot_id: 'B0BENCH', url: 'https://bench.slack.example/' }),
  'users.info': () => ({ user: { team_id: TEAM } }),
  'usergroups.list': () => ({ usergroups: [] }),
  'conversations.open': () => ({ channel: { id: 'D0BENCH' } }),
  'conversations.history': () => ({ messages: [] }),
  'conversations.replies': () => ({ messages: [] }),
  'chat.postMessage': () => ({ channel: 'C0RELEASES', ts: `1700000000.${String(++posted).padStart(6, '0')}` }),
};

const server = createServer((request, response) => {
  const method = request.url?.split('/').at(-1) ?? '';
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, ...ANSWERS[method]?.() }));
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
