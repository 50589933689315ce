import { vi } from 'vitest';
import { createSlackApp, type SlackAppOptions } from '#src/adapters/slack/bolt-app.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import type { SlackFakeOptions } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { quietLog } from './log.ts';
import { createTimers } from './timers.ts';

export type SocketWorkspace = Awaited<ReturnType<typeof startSocketWorkspace>>;

/** The bot's adapter in Socket Mode in a strict workspace, with timers moved by hand. */
export async function startSocketWorkspace(
  given: Partial<Pick<SlackAppOptions, 'appToken' | 'routes' | 'signingSecret'>> & { fake?: SlackFakeOptions } = {},
) {
  const { fake = {}, ...options } = given;
  const slack = await startSlackFake({
    socketMode: true,
    users: [{ id: 'U1', name: 'ana' }],
    channels: [{ id: 'C1', name: 'releases' }],
    ...fake,
  });
  const timers = createTimers();
  const log = quietLog();
  const heard: Incoming[] = [];
  let reply: (incoming: Incoming) => Promise<Reply> = async () => ({ kind: 'nothing' });
  const bot = createSlackApp({
    host: '127.0.0.1',
    port: 0,
    signingSecret: null,
    appToken: 'xapp-practice',
    botToken: 'xoxb-practice',
    apiUrl: slack.apiUrl,
    routes: [],
    log,
    clock: { now: Date.now },
    after: timers.after,
    dispatch: incoming => {
      heard.push(incoming);
      return reply(incoming);
    },
    ...options,
  });
  const { port } = await bot.start();
  return {
    slack,
    bot,
    timers,
    log,
    heard,
    url: `http://127.0.0.1:${port}`,
    replies(next: Reply | ((incoming: Incoming) => Promise<Reply>)) {
      reply = typeof next === 'function' ? next : async () => next;
    },
    /** Ana types it. */
    types: (text: string) => slack.slash({ user: 'U1', channel: 'C1', command: '/release', text }),
    /** What Ana alone was told, oldest first. */
    told: () => slack.workspace.ephemerals.of('U1').map(note => note.text),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await slack.stop();
    },
  };
}

/** Waits for what happens on other connections, in real time. */
export function until(so: () => boolean): Promise<void> {
  return vi.waitFor(
    () => {
      if (!so()) throw new Error('not so in time');
    },
    { timeout: 3_000, interval: 2 },
  );
}
