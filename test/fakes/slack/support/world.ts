import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import type { SlackFakeOptions } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { type Answerer, startReceiver } from './receiver.ts';

/** Saturday 2026-11-21 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 21, 12);
export const SECRET = 'a-signing-secret';

/** A clock that stands until the test moves it. */
export function handClock(start = NOON) {
  let now = start;
  return {
    now: () => now,
    advance(ms: number) {
      now += ms;
    },
  };
}

const USERS = [
  { id: 'U0ANA', name: 'ana', real_name: 'Ana Lima', tz: 'Europe/Madrid' },
  { id: 'U0LI', name: 'li', real_name: 'Li Wei', email: 'li@example.com' },
  { id: 'U0GUEST', name: 'guest', is_restricted: true },
  { id: 'U0GONE', name: 'gone', email: 'gone@example.com', deleted: true },
];

const CHANNELS = [
  { id: 'C0OPS', name: 'ops' },
  { id: 'C0FAR', name: 'far', members: ['U0ANA'] },
  { id: 'C0OLD', name: 'old', is_archived: true },
  { id: 'C0SECRET', name: 'secret', is_private: true, members: ['U0ANA', 'U0GONOGO'] },
  { id: 'C0HIDDEN', name: 'hidden', is_private: true, members: ['U0ANA'] },
];

const GROUPS = [{ id: 'S0PAY', handle: 'payments', users: ['U0ANA', 'U0LI'] }];

/** A workspace with a few people and channels, a bot stub and a client without retries; ended with the test. */
export async function startWorld(options: SlackFakeOptions = {}, answerer?: Answerer) {
  const clock = handClock();
  const bot = await startReceiver(SECRET, answerer);
  const base = { clock, users: USERS, channels: CHANNELS, groups: GROUPS, signingSecret: SECRET, eventsUrl: bot.url };
  const slack = await startSlackFake({ ...base, ...options });
  onTestFinished(async () => {
    await slack.stop();
    await bot.stop();
  });
  /** What a command of this person brings along. */
  const fieldOf = async (name: string, user = 'U0ANA') => {
    await slack.slash({ user, channel: 'C0OPS', command: '/release' });
    return bot.received.at(-1)?.fields[name] ?? '';
  };
  return {
    clock,
    bot,
    slack,
    client: clientOf(slack.apiUrl),
    call: caller(slack.apiUrl),
    trigger: (user?: string) => fieldOf('trigger_id', user),
    responseUrl: (user?: string) => fieldOf('response_url', user),
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

/** Slack's own client, told to repeat nothing. */
export function clientOf(slackApiUrl: string, token = 'xoxb-practice') {
  return new WebClient(token, { slackApiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
}

export type RawAnswer = {
  readonly status: number;
  readonly body: { readonly ok: boolean; readonly error?: string; readonly [name: string]: unknown };
};

/** A bare call, for what the client would not send. Objects travel as JSON, as the client does it. */
export function caller(apiUrl: string) {
  return async (
    method: string,
    args: { readonly [name: string]: unknown } = {},
    token = 'xoxb-practice',
  ): Promise<RawAnswer> => {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(args)) {
      if (value !== undefined) form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
    const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${apiUrl}${method}`, { method: 'POST', body: form, headers });
    return { status: answer.status, body: (await answer.json()) as RawAnswer['body'] };
  };
}
