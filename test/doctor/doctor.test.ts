import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '#src/config/env.ts';
import { DEFAULT_ROUTING_KEY } from '#src/fakes/pagerduty/options.ts';
import { DEFAULT_APP_TOKEN } from '#src/fakes/slack/options.ts';
import { compose } from '#src/main.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { freePort } from '../kill/bot.ts';
import { openPlace, type Place, type PlaceOptions, SCOPES } from './place.ts';

const SECOND = 1_000;
const CHANNELS = (change: object) => [
  { id: 'C0INCIDENTS', name: 'incidents' },
  { id: 'C0NEWS', name: 'news', ...change },
];
const USERS = (change: object) => [
  { id: 'U0LI', name: 'li', email: 'li@shop.example' },
  { id: 'U0PIA', name: 'pia' },
  { id: 'U0ANA', name: 'ana', ...change },
];
const withGroup = (text: string) => text.replace('readers: { mail:', 'readers: { slack: { group: "@readers" }, mail:');

type Env = { readonly [name: string]: string | undefined };
type Planted = PlaceOptions & {
  readonly plant?: (place: Place) => unknown;
  readonly env?: Env | ((place: Place) => Env);
  /** How far the machine's clock is wrong. */
  readonly aheadMs?: number;
  /** `check: outcome` */
  readonly finds: string;
  readonly says: RegExp;
  readonly remedy: RegExp;
};

test('where everything is set up right everything is ok, and nothing is left behind', async () => {
  const place = await openPlace();
  const { sound, wrong, findings } = await place.examine();
  expect(wrong).toEqual([]);
  expect(sound).toBe(true);
  expect(new Set(findings.map(one => one.check)).size).toBeGreaterThan(10);
  expect(place.slack.refusals).toEqual([]);
  expect(place.pagerDuty.refusals).toEqual([]);
  expect(place.pagerDuty.calls.filter(call => call.method !== 'GET')).toEqual([]);
  expect(place.slack.workspace.messages.all()).toEqual([]);
  expect(readdirSync(join(place.folder, 'data'))).toEqual([]);
});

describe('what is wrong is found, alone, with its remedy', () => {
  test.each<[string, Planted]>([
    [
      'a variable that cannot be read',
      { env: { GONOGO_PORT: 'many' }, finds: 'Configuration: problem', says: /GONOGO_PORT/, remedy: /environment/ },
    ],
    [
      'a data folder that is a file',
      {
        plant: ({ folder }) => {
          rmSync(join(folder, 'data'), { recursive: true });
          writeFileSync(join(folder, 'data'), '');
        },
        finds: 'Data: problem',
        says: /is no folder/,
        remedy: /writable/,
      },
    ],
    [
      'a database that is none',
      {
        plant: ({ folder }) => writeFileSync(join(folder, 'data/gonogo.sqlite'), 'x'.repeat(5_000)),
        finds: 'Data: problem',
        says: /cannot be read/,
        remedy: /gonogo database/,
      },
    ],
    [
      'a scope that is missing',
      {
        slack: { scopes: SCOPES.filter(scope => scope !== 'reactions:read') },
        finds: 'Slack app: problem',
        says: /lacks reactions:read\./,
        remedy: /reinstall/,
      },
    ],
    [
      'a scope too many',
      {
        slack: { scopes: [...SCOPES, 'channels:manage'] },
        finds: 'Slack app: warning',
        says: /more than it needs: channels:manage/,
        remedy: /reinstall/,
      },
    ],
    [
      'a clock that is late',
      { aheadMs: -20 * SECOND, finds: 'Slack app: warning', says: /20 s behind/, remedy: /NTP/ },
    ],
    [
      'a clock that is far ahead',
      { aheadMs: 90 * SECOND, finds: 'Slack app: problem', says: /90 s ahead of.*refused/, remedy: /NTP/ },
    ],
    [
      'a signing secret that is none',
      {
        env: { SLACK_SIGNING_SECRET: 'practice' },
        finds: 'Slack app: warning',
        says: /32 hexadecimal/,
        remedy: /Basic Information/,
      },
    ],
    [
      'an app-level token that is not accepted',
      {
        env: { SLACK_APP_TOKEN: 'xapp-of-somebody-else' },
        finds: 'Slack app: problem',
        says: /apps\.connections\.open: invalid_auth/,
        remedy: /connections:write/,
      },
    ],
    [
      'a channel the bot is not in',
      {
        slack: { channels: CHANNELS({ members: ['U0ANA'] }) },
        finds: 'Slack channels: problem',
        says: /not in #news \(kiosk: news\)/,
        remedy: /\/invite @gonogo/,
      },
    ],
    [
      'a channel that is archived',
      {
        slack: { channels: CHANNELS({ is_archived: true }) },
        finds: 'Slack channels: problem',
        says: /#news .* is archived/,
        remedy: /Unarchive/,
      },
    ],
    [
      'a channel that is not there, or hidden',
      {
        slack: { channels: CHANNELS({ is_private: true, members: ['U0ANA'] }) },
        finds: 'Slack channels: problem',
        says: /C0NEWS .*not there, or it is private/,
        remedy: /\/invite @gonogo/,
      },
    ],
    [
      'a role whose one person is deactivated',
      {
        slack: { users: USERS({ deleted: true }) },
        finds: 'People in Slack: problem',
        says: /U0ANA \(kiosk: writers\) is deactivated\. Nobody else is named for kiosk: writers/,
        remedy: /product\.yml/,
      },
    ],
    [
      'a person who left, among others who are there',
      {
        slack: { users: USERS({ deleted: true }) },
        edit: text => text.replace('users: [U0ANA]', 'users: [U0ANA, U0PIA]'),
        finds: 'People in Slack: warning',
        says: /U0ANA \(kiosk: writers\) is deactivated\.$/,
        remedy: /Take the id out/,
      },
    ],
    [
      'a role that is a bot',
      {
        slack: { users: USERS({ is_bot: true }) },
        finds: 'People in Slack: problem',
        says: /is a bot/,
        remedy: /product\.yml/,
      },
    ],
    [
      'a person nobody knows',
      {
        edit: text => text.replace('U0ANA', 'U0NOBODY'),
        finds: 'People in Slack: problem',
        says: /U0NOBODY .* not known to Slack/,
        remedy: /product\.yml/,
      },
    ],
    [
      'a guest in a role',
      {
        slack: { users: USERS({ is_restricted: true }) },
        finds: 'People in Slack: warning',
        says: /a guest: .* may not vote/,
        remedy: /full member/,
      },
    ],
    [
      'a user group that is not there',
      { edit: withGroup, finds: 'User groups in Slack: problem', says: /@readers .*not there/, remedy: /handle/ },
    ],
    [
      'a user group without members',
      {
        edit: withGroup,
        slack: { groups: [{ id: 'S0READ', handle: 'readers', users: [] }] },
        finds: 'User groups in Slack: problem',
        says: /no members/,
        remedy: /Add them/,
      },
    ],
    [
      'a routing key that is not set',
      {
        env: { PAGERDUTY_BOSS_KEY: undefined },
        finds: 'Paging: problem',
        says: /PAGERDUTY_BOSS_KEY is not set: .*role "boss"/,
        remedy: /integration key/,
      },
    ],
    [
      'a routing key that was cut',
      {
        env: { PAGERDUTY_BOSS_KEY: 'x'.repeat(31) },
        finds: 'Paging: problem',
        says: /has 31 characters/,
        remedy: /integration key/,
      },
    ],
    [
      'a key that takes no change events',
      {
        env: { PAGERDUTY_ROUTING_KEY: `R${'x'.repeat(31)}` },
        finds: 'Paging: warning',
        says: /PAGERDUTY_ROUTING_KEY is the key of an event orchestration/,
        remedy: /GONOGO_CHANGE_EVENTS=off/,
      },
    ],
    [
      'two variables with one key',
      {
        env: { PAGERDUTY_BOSS_KEY: DEFAULT_ROUTING_KEY },
        finds: 'Paging: warning',
        says: /PAGERDUTY_ROUTING_KEY and PAGERDUTY_BOSS_KEY hold the same key/,
        remedy: /key of its own/,
      },
    ],
    [
      'no way to look',
      {
        env: { PAGERDUTY_TOKEN: undefined },
        finds: 'PagerDuty account: problem',
        says: /not set/,
        remedy: /read-only/,
      },
    ],
    [
      'a duty nobody has',
      {
        plant: ({ pagerDuty }) => pagerDuty.setOnCall('PSCHED1', []),
        finds: 'On call: problem',
        says: /kiosk: on-call: nobody is on call by the schedule On call \(PSCHED1\) now/,
        remedy: /duty/,
      },
    ],
    [
      'a schedule that is not there',
      {
        edit: text => text.replace('PSCHED1', 'PNOBODY'),
        finds: 'On call: problem',
        says: /PNOBODY and refused: 404/,
        remedy: /product\.yml/,
      },
    ],
    [
      'somebody on call whom Slack does not know',
      {
        slack: { users: [{ id: 'U0LI', name: 'li' }, ...USERS({}).slice(1)] },
        finds: 'On call: warning',
        says: /Slack knows nobody for Li Wei \(li@shop\.example\)/,
        remedy: /same mail address/,
      },
    ],
    [
      'no secret for webhooks',
      {
        env: { PAGERDUTY_WEBHOOK_SECRET: undefined },
        finds: 'PagerDuty webhook: warning',
        says: /noticed only when the bot looks/,
        remedy: /\/webhooks\/pagerduty/,
      },
    ],
    [
      'no subscription that leads here',
      {
        pagerDuty: { webhookUrl: 'http://127.0.0.1:9/elsewhere' },
        finds: 'PagerDuty webhook: warning',
        says: /No webhook subscription/,
        remedy: /Generic Webhooks/,
      },
    ],
    [
      'a key that may not see subscriptions',
      {
        plant: ({ pagerDuty }) =>
          pagerDuty.faults.add({ place: '/webhook_subscriptions', kind: 'http-error', status: 403 }),
        finds: 'PagerDuty webhook: warning',
        says: /could not be seen/,
        remedy: /Generic Webhooks/,
      },
    ],
    [
      'a mail hook that is down',
      {
        env: { GONOGO_MAIL_HOOK: 'http://127.0.0.1:9/mail' },
        finds: 'Mail hook: problem',
        says: /127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/,
        remedy: /GONOGO_MAIL_HOOK/,
      },
    ],
    [
      'a mail server that is down',
      {
        env: { GONOGO_SMTP_URL: 'smtp://bot:s3cr3t@127.0.0.1:9', GONOGO_MAIL_FROM: 'gonogo@shop.example' },
        finds: 'Mail server: problem',
        says: /127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/,
        remedy: /GONOGO_SMTP_URL/,
      },
    ],
    [
      'people who can only be reached by mail, and nothing that sends one',
      {
        env: { GONOGO_MAIL_HOOK: '' },
        finds: 'Mail: warning',
        says: /Only by mail can be reached: readers of /,
        remedy: /GONOGO_SMTP_URL/,
      },
    ],
    [
      'a mistake in a runbook',
      {
        edit: text => text.replace('channel: news', 'channel: nowhere'),
        finds: 'Runbooks: problem',
        says: /product\.yml:\d+:\d+ .*nowhere/,
        remedy: /news/,
      },
    ],
    [
      'a program that is not installed',
      {
        plant: ({ folder }) => chmodSync(join(folder, 'bin/tillctl'), 0o644),
        finds: 'Executables: problem',
        says: /kiosk: tillctl is not on the PATH/,
        remedy: /GONOGO_PATH/,
      },
    ],
    [
      'a repository that is none',
      {
        plant: ({ repository }) => rmSync(join(repository, '.git'), { recursive: true }),
        finds: 'Repositories: problem',
        says: /no working copy of git/,
        remedy: /Clone/,
      },
    ],
    [
      'a repository without its branch',
      {
        plant: ({ repository }) => execFileSync('git', ['-C', repository, 'branch', '-m', 'other']),
        finds: 'Repositories: problem',
        says: /has no branch main/,
        remedy: /fetch/,
      },
    ],
    [
      'a working copy with changes',
      {
        plant: ({ repository }) => writeFileSync(join(repository, 'new'), ''),
        finds: 'Repositories: warning',
        says: /changes nobody committed/,
        remedy: /git -C .* status/,
      },
    ],
  ])('%s', async (_title, { plant, env = {}, aheadMs = 0, finds, says, remedy, ...options }) => {
    const place = await openPlace(options);
    await plant?.(place);
    const { sound, wrong } = await place.examine(
      typeof env === 'function' ? env(place) : env,
      () => Date.now() + aheadMs,
    );
    expect(wrong.map(one => `${one.check}: ${one.outcome}`)).toEqual([finds]);
    expect(wrong[0]?.says).toMatch(says);
    expect(wrong[0]?.remedy).toMatch(remedy);
    expect(sound).toBe(finds.endsWith('warning'));
  });
});

describe('one thing that is broken hides nothing else', () => {
  test('a token Slack does not take: people are unknown then, and the rest is still looked at', async () => {
    const place = await openPlace();
    const { sound, wrong, findings } = await place.examine({ SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' });
    expect(sound).toBe(false);
    expect(wrong.map(one => `${one.check}: ${one.outcome}`)).toEqual([
      'Slack app: problem',
      'Slack channels: warning',
      'People in Slack: warning',
    ]);
    expect(findings.filter(one => one.check === 'Repositories' && one.outcome === 'ok')).toHaveLength(1);
  });

  test('nothing of Slack and a PagerDuty that is gone', async () => {
    const place = await openPlace();
    await place.pagerDuty.goAway();
    const { wrong, findings } = await place.examine({ SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '' });
    expect([...new Set(wrong.map(one => one.check))]).toEqual([
      'Configuration',
      'Paging',
      'PagerDuty account',
      'On call',
      'PagerDuty webhook',
    ]);
    expect(wrong.filter(one => one.check === 'Configuration')).toHaveLength(2);
    expect(findings.filter(one => one.says.startsWith('PAGERDUTY_BOSS_KEY'))).toHaveLength(1);
    expect(findings.some(one => one.check === 'Runbooks' && one.outcome === 'ok')).toBe(true);
  });

  test('runbooks that are not there', async () => {
    const { wrong, findings } = await (await openPlace()).examine({ GONOGO_RUNBOOKS: '/nowhere' });
    expect(wrong.map(one => one.check)).toEqual(['Runbooks']);
    expect(wrong[0]?.remedy).toContain('/nowhere');
    // Nobody knows what they would have named.
    expect(findings.filter(one => /^(Paging|Slack channels|People)/.test(one.check))).toEqual([]);
  });

  test('a product nobody can read: what it names is not looked at, and that is said', async () => {
    const place = await openPlace({ edit: () => 'kind: product\n  title: Kiosk\n' });
    const { findings, wrong } = await place.examine();
    expect(wrong.filter(one => one.check !== 'Runbooks')).toEqual([]);
    expect(wrong.length).toBeGreaterThan(0);
    expect(findings.filter(one => one.check === 'Paging')).toEqual([]);
  });
});

test('Socket Mode is asked for an address, and not connected to', async () => {
  const place = await openPlace();
  const { sound, findings } = await place.examine({ SLACK_APP_TOKEN: DEFAULT_APP_TOKEN, SLACK_SIGNING_SECRET: '' });
  expect(sound).toBe(true);
  expect(findings.find(one => one.says.includes('none was opened'))?.outcome).toBe('ok');
  expect(place.slack.calls.filter(call => call.path.includes('apps.connections.open'))).toHaveLength(1);
});

describe('a bot that runs here', () => {
  test('is seen and not disturbed: it keeps its lock, and no start is counted by looking', async () => {
    const place = await openPlace();
    const path = join(place.folder, 'data/gonogo.sqlite');
    const store = await openSqlite({ path });
    const { findings } = await place.examine({ GONOGO_PORT: String(await freePort()) });
    expect(findings.find(one => one.says.includes('a bot is running'))?.outcome).toBe('ok');
    // It has the database, and does not answer where it should.
    expect(findings.find(one => one.check === 'The bot that runs')?.outcome).toBe('problem');
    expect(await store.nextNumber('REL')).toBe(1);
    await store.close();

    const after = await place.examine();
    expect(after.findings.find(one => one.says.includes('no bot is running'))?.outcome).toBe('ok');
    expect(after.findings.filter(one => one.check === 'The bot that runs')).toEqual([]);
    await using again = await openSqlite({ path });
    expect(again.epoch).toBe(store.epoch + 1);
  });

  test('says of itself what /ready says', async () => {
    const place = await openPlace();
    const running = await compose(readConfig({ ...place.env, GONOGO_PORT: '0', LOG_LEVEL: 'silent' }));
    const seen = async () =>
      (await place.examine({ GONOGO_PORT: String(running.port) })).findings.filter(
        one => one.check === 'The bot that runs',
      );
    expect((await seen()).map(one => one.outcome)).toEqual(['ok']);
    await running.stop();
  });
});

test('no secret is ever shown, whatever a vendor writes', async () => {
  const place = await openPlace();
  const secret = 'xoxb-canary-4711-secret';
  const { text } = await place.examine({ SLACK_BOT_TOKEN: secret, PAGERDUTY_TOKEN: 'canary-4712-token' });
  expect(text).not.toContain('canary');
});
