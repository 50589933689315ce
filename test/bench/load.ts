import { createHmac } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

export const SIGNING_SECRET = 'bench-signing-secret';
export const TEAM = 'T0BENCH';

/** What one slot measured: requests answered, how long the slot took, and each answer's latency. */
export type Timed = { readonly answered: number; readonly ms: number; readonly latenciesMs: readonly number[] };

export type Load = {
  readonly text: (nth: number) => string;
  readonly user: string;
  readonly channel: string;
  /** The slot ends at whichever comes first. */
  readonly atMost: { readonly count: number; readonly ms: number };
  /** Throws when an answer is not the one that was wanted: a refusal is faster than work. */
  readonly expect: RegExp;
};

/** A busy channel: so many requests in flight at any time, each followed by the next. */
export const IN_FLIGHT = 32;

/** One server under load, over connections that stay open as Slack's do. */
export class Target {
  readonly #pool: Pool;
  #asked = 0;

  constructor(origin: string) {
    this.#pool = new Pool(origin, { connections: IN_FLIGHT, pipelining: 1 });
  }

  /** One slash command, answered with its text. */
  async ask(text: string, { user, channel }: Pick<Load, 'user' | 'channel'>): Promise<string> {
    const body = commandBody({ text, user, channel, trigger: `bench.${process.pid}.${++this.#asked}` });
    const { statusCode, body: answer } = await this.#pool.request({
      path: '/slack/events',
      method: 'POST',
      headers: signed(body),
      body,
    });
    const said = await answer.text();
    if (statusCode !== 200) throw new Error(`"/release ${text}" was answered with ${statusCode}: ${said}`);
    return said;
  }

  /** Asks until the slot is over and what is in flight is answered. */
  async measure(load: Load): Promise<Timed> {
    const latenciesMs: number[] = [];
    let begun = 0;
    const from = performance.now();
    const over = () => begun >= load.atMost.count || performance.now() - from >= load.atMost.ms;
    const one = async (): Promise<void> => {
      while (!over()) {
        const text = load.text(begun++);
        const sent = performance.now();
        const said = await this.ask(text, load);
        latenciesMs.push(performance.now() - sent);
        if (!load.expect.test(said)) throw new Error(`"/release ${text}" was answered: ${said}`);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, one));
    return { answered: latenciesMs.length, ms: performance.now() - from, latenciesMs };
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** A slash command with every field Slack sends. */
function commandBody(parts: { text: string; user: string; channel: string; trigger: string }): string {
  const { text, user, channel, trigger } = parts;
  return new URLSearchParams({
    token: 'unused',
    team_id: TEAM,
    team_domain: 'bench',
    channel_id: channel,
    channel_name: 'releases',
    user_id: user,
    user_name: user.toLowerCase(),
    command: '/release',
    text,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.example/commands/1',
    trigger_id: trigger,
  }).toString();
}

function signed(body: string): Record<string, string> {
  const at = Math.floor(Date.now() / 1_000);
  const digest = createHmac('sha256', SIGNING_SECRET).update(`v0:${at}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${digest}`,
  };
}
