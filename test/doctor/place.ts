import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { examine } from '#src/cli/doctor.ts';
import type { Finding } from '#src/doctor/finding.ts';
import {
  DEFAULT_DIRECTORY,
  DEFAULT_ROUTING_KEY,
  DEFAULT_TOKEN as PAGERDUTY_TOKEN,
  type PagerDutyOptions,
} from '#src/fakes/pagerduty/options.ts';
import { startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { DEFAULT_TOKEN as SLACK_TOKEN, type SlackFakeOptions } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';

const ROOT = join(import.meta.dirname, '../..');
const KIOSK = join(ROOT, 'test/runbook/fixtures/kiosk');
export const SCOPES: readonly string[] = parse(readFileSync(join(ROOT, 'manifest.yml'), 'utf8')).oauth_config.scopes
  .bot;
const WEBHOOK = 'http://127.0.0.1:9/webhooks/pagerduty';

type Env = { readonly [name: string]: string | undefined };
export type PlaceOptions = {
  readonly slack?: SlackFakeOptions;
  readonly pagerDuty?: PagerDutyOptions;
  /** Changes of a file of the product. */
  readonly edit?: (text: string) => string;
};

/** A kiosk where everything is set up right: product, working copy, program, Slack and PagerDuty. Ended with the test. */
export async function openPlace({ slack: slackOptions, pagerDuty: pagerOptions, edit }: PlaceOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-doctor-'));
  const bin = join(folder, 'bin');
  const repository = join(folder, 'kiosk');
  cpSync(KIOSK, join(folder, 'runbooks/kiosk'), { recursive: true });
  const product = join(folder, 'runbooks/kiosk/product.yml');
  const there = readFileSync(product, 'utf8').replace('/srv/kiosk', repository);
  writeFileSync(product, edit ? edit(there) : there);
  mkdirSync(bin);
  writeFileSync(join(bin, 'tillctl'), '#!/bin/sh\n');
  chmodSync(join(bin, 'tillctl'), 0o755);
  mkdirSync(repository);
  mkdirSync(join(folder, 'data'));
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', repository, ...args], { stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-q', '--allow-empty', '-m', 'first');

  const slack = await startSlackFake({
    users: [
      { id: 'U0LI', name: 'li', email: 'li@shop.example' },
      { id: 'U0PIA', name: 'pia' },
      { id: 'U0ANA', name: 'ana' },
    ],
    channels: [
      { id: 'C0INCIDENTS', name: 'incidents' },
      { id: 'C0NEWS', name: 'news' },
    ],
    scopes: SCOPES,
    ...slackOptions,
  });
  const pagerDuty = await startPagerDuty({ ...DEFAULT_DIRECTORY, webhookUrl: WEBHOOK, ...pagerOptions });
  onTestFinished(async () => {
    await slack[Symbol.asyncDispose]();
    await pagerDuty.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const env: Env = {
    PATH: '/usr/bin:/bin',
    GONOGO_PATH: `${bin}:/usr/bin:/bin`,
    GONOGO_RUNBOOKS: join(folder, 'runbooks'),
    GONOGO_DATA: join(folder, 'data'),
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: '0123456789abcdef'.repeat(2),
    SLACK_API_URL: slack.apiUrl,
    PAGERDUTY_EVENTS_URL: pagerDuty.eventsUrl,
    PAGERDUTY_API_URL: pagerDuty.apiUrl,
    PAGERDUTY_TOKEN,
    PAGERDUTY_ROUTING_KEY: DEFAULT_ROUTING_KEY,
    PAGERDUTY_BOSS_KEY: 'practice0routing0key000000000002',
    PAGERDUTY_WEBHOOK_SECRET: 'practice-webhook-secret',
    GONOGO_MAIL_HOOK: slack.apiUrl,
  };

  return {
    folder,
    repository,
    slack,
    pagerDuty,
    env,
    /** The doctor as an operator runs it. */
    async examine(change: Env = {}, now?: () => number) {
      const options = { json: true, ...(now ? { now } : {}) };
      const { sound, text } = await examine({ ...env, ...change }, options);
      const { findings } = JSON.parse(text) as { findings: readonly Finding[] };
      return { sound, text, findings, wrong: findings.filter(one => one.outcome !== 'ok') };
    },
  };
}

export type Place = Awaited<ReturnType<typeof openPlace>>;
