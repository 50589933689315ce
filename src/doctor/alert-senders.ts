import { createHmac } from 'node:crypto';
import type { Config } from '#src/config/env.ts';
import { ok, problem, type Seen, warning } from './finding.ts';
import type { Check } from './run-checks.ts';

/** Whoever guesses one can ring phones. */
const TOKEN_CHARS_MIN = 16;
const ANSWER_MAX_MS = 5_000;
/** A message without alerts: read, and nothing comes of it. */
const NOTHING = '{"alerts":[]}';
const RESTART = 'Start the bot again with the environment the doctor has.';

type Sender = {
  readonly name: 'alertmanager' | 'grafana';
  readonly token: string | null;
  readonly secret: string | null;
};

/** What senders of alerts prove themselves with, and whether the bot that runs takes that and nothing less. */
export function alertSendersCheck({ alertTokens, grafanaSecret }: Config, address: string, isRunning: () => boolean) {
  const senders: readonly Sender[] = [
    { name: 'alertmanager', token: alertTokens.alertmanager, secret: null },
    { name: 'grafana', token: alertTokens.grafana, secret: grafanaSecret },
  ];
  const check: Check = {
    name: 'Alerts from outside',
    remedy: `Look whether GONOGO_HOST and GONOGO_PORT are those of the bot that runs; ${address} was asked.`,
    async run() {
      const set = senders.filter(one => one.token !== null || one.secret !== null);
      const running = isRunning();
      const seen = set.map(async one => [
        ...strengthOf(one),
        ...(running ? await askedOf(one, address) : [stands(one)]),
      ]);
      return (await Promise.all(seen)).flat();
    },
  };
  return check;
}

function strengthOf({ name, token }: Sender): readonly Seen[] {
  if (token === null || token.length >= TOKEN_CHARS_MIN) return [];
  const variable = `GONOGO_${name.toUpperCase()}_TOKEN`;
  const says = `${variable} has ${token.length} characters, and whoever guesses it can ring phones.`;
  return [warning(says, `Take ${TOKEN_CHARS_MIN} or more, for example from: openssl rand -hex 32`)];
}

function stands({ name }: Sender): Seen {
  return ok(`/webhooks/${name} is set; no bot runs here that could be asked.`);
}

/** Without proof it must be refused, and with it taken. The refusal stands in the bot's log. */
async function askedOf(sender: Sender, address: string): Promise<readonly Seen[]> {
  const url = `${address}/webhooks/${sender.name}`;
  const bare = await statusOf(url, {});
  if (bare === 404) return [problem(`The bot that runs has no /webhooks/${sender.name}.`, RESTART)];
  if (bare !== 401) return [problem(`/webhooks/${sender.name} answers ${bare} to whoever proves nothing.`, RESTART)];
  const proven = await statusOf(url, proofOf(sender));
  if (proven >= 200 && proven <= 299)
    return [ok(`/webhooks/${sender.name} refuses whoever proves nothing, and takes what is proven.`)];
  return [problem(`/webhooks/${sender.name} answers ${proven} to what is set here.`, RESTART)];
}

function proofOf({ token, secret }: Sender): { readonly [name: string]: string } {
  return {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(secret !== null && {
      'x-grafana-alerting-signature': createHmac('sha256', secret).update(NOTHING).digest('hex'),
    }),
  };
}

async function statusOf(url: string, headers: { readonly [name: string]: string }): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: NOTHING,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MAX_MS),
  });
  return response.status;
}
