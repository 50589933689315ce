import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { BotProcess, freePort } from './bot.ts';
import { CHANNEL, Hands } from './hands.ts';
import { openShop } from './shop.ts';

const DEPLOY_SECONDS = 6;
/** Service managers kill after 10 s (docker) or 90 s (systemd). */
const GONE_WITHIN_MS = 4_000;
/** Longer than the bot waits for Slack. */
const HANG_MS = 11_000;
/** With a call that hangs: what is left of a container's ten seconds. */
const BOUND_MS = 8_000;
/** A second signal is heeded half a second after the first; the rest is the process ending. */
const AT_ONCE_MS = 2_000;

test('a bot that is told to stop goes at once, the deploy in hand goes on, and the next start takes its end', async () => {
  await using shop = await openShop({ deploySeconds: DEPLOY_SECONDS });
  await using slack = await startSlackFake({
    users: [
      { id: 'U0ANA', name: 'ana' },
      { id: 'U0PIA', name: 'pia' },
    ],
    channels: [{ id: CHANNEL, name: 'releases' }],
  });
  await using bot = new BotProcess(await freePort(), {
    PATH: `${shop.bin}:/usr/bin:/bin`,
    SLACK_BOT_TOKEN: 'xoxb-practice',
    SLACK_SIGNING_SECRET: 'practice-signing-secret',
    SLACK_API_URL: slack.apiUrl,
    GONOGO_RUNBOOKS: join(import.meta.dirname, 'runbooks'),
    GONOGO_DATA: join(shop.folder, 'data'),
    GONOGO_VAR_SHOP: shop.url,
    GONOGO_VAR_HERE: shop.folder,
    JOURNAL: shop.journal,
  });
  slack.eventsUrl = `http://127.0.0.1:${bot.port}/slack/events`;
  const hands = new Hands(slack);
  bot.start();
  await bot.ready();
  await hands.start('patch');
  await until(async () => {
    await hands.help();
    return (await shop.starts()).length > 0;
  });

  expect(await bot.terminate(), bot.output).toBeLessThan(GONE_WITHIN_MS);
  expect(types(shop.folder)).not.toContain('effect.unknown');

  bot.start();
  await bot.ready();
  await until(async () => types(shop.folder).includes('release.completed'));
  expect((await shop.starts()).map(one => one.argv)).toEqual([['app']]);
});

test('with a call to Slack that hangs it is gone in time, at once when asked twice, and says nothing double', async () => {
  await using shop = await openShop();
  await using slack = await startSlackFake({
    users: [
      { id: 'U0ANA', name: 'ana' },
      { id: 'U0PIA', name: 'pia' },
    ],
    channels: [{ id: CHANNEL, name: 'releases' }],
  });
  await using bot = new BotProcess(await freePort(), {
    PATH: `${shop.bin}:/usr/bin:/bin`,
    SLACK_BOT_TOKEN: 'xoxb-practice',
    SLACK_SIGNING_SECRET: 'practice-signing-secret',
    SLACK_API_URL: slack.apiUrl,
    GONOGO_RUNBOOKS: join(import.meta.dirname, 'runbooks'),
    GONOGO_DATA: join(shop.folder, 'data'),
    GONOGO_SETTLE_CHAT: '400ms',
    GONOGO_VAR_SHOP: shop.url,
    GONOGO_VAR_HERE: shop.folder,
    JOURNAL: shop.journal,
  });
  slack.eventsUrl = `http://127.0.0.1:${bot.port}/slack/events`;
  const hands = new Hands(slack);
  const hang = () => slack.faults.add({ method: 'chat.postMessage', kind: 'delay', ms: HANG_MS, when: 'after' });

  let lift = hang();
  bot.start();
  await bot.ready();
  await hands.start('patch');
  await until(async () => slack.faults.struck > 0);
  expect(await bot.terminate(), bot.output).toBeLessThan(BOUND_MS);
  lift();

  bot.start();
  await bot.ready();
  const before = slack.faults.struck;
  lift = hang();
  await until(async () => {
    await hands.help();
    await hands.note('REL-1');
    return slack.faults.struck > before;
  });
  const { ms, code } = await bot.insist();
  expect(ms, bot.output).toBeLessThan(AT_ONCE_MS);
  expect(code).toBe(130);
  lift();

  bot.start();
  await bot.ready();
  await until(async () => {
    await hands.help();
    return types(shop.folder).includes('release.completed');
  });
  const said = slack.workspace.messages.all().flatMap(message => effectIdsOf(message.metadata));
  expect(said.length).toBeGreaterThan(1);
  expect(said).toEqual([...new Set(said)]);
});

function types(folder: string): readonly unknown[] {
  const raw = new Database(join(folder, 'data/gonogo.sqlite'), { readonly: true });
  const found = raw.prepare("select type from events where stream = 'release:REL-1' order by seq").pluck().all();
  raw.close();
  return found;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(50);
}

function effectIdsOf(metadata: unknown): readonly string[] {
  const { event_payload } = (metadata ?? {}) as { event_payload?: { effect_ids?: string } };
  return event_payload?.effect_ids?.split(' ') ?? [];
}
