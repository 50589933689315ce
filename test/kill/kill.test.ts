import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { decode, verifyChain } from '#src/engine/codec.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import type { EventRow } from '#src/ports/store.ts';
import { checkEffects } from '../simulation/checks/effects.ts';
import { Random } from '../simulation/random.ts';
import { BotProcess, freePort } from './bot.ts';
import { CHANNEL, Hands } from './hands.ts';
import { openShop } from './shop.ts';

const ROOT = join(import.meta.dirname, '../..');
const KILLS = Number(process.env['KILLS'] ?? 10);
const SEED = Number(process.env['SEED'] ?? Date.now() % 100_000);
/** Two releases of some seconds each; a kill costs a start of the process. */
const FINISH_WITHIN_MS = 60_000;

test('[B5] kill -9 at any moment loses nothing and doubles nothing', { timeout: 120_000 + KILLS * 6_000 }, async () => {
  await using shop = await openShop();
  await using slack = await startSlackFake({
    manifest: parse(readFileSync(join(ROOT, 'manifest.yml'), 'utf8')),
    users: [
      { id: 'U0ANA', name: 'ana' },
      { id: 'U0PIA', name: 'pia' },
    ],
    channels: [{ id: CHANNEL, name: 'releases' }],
  });
  // Slack answers late now and then, so that a kill finds posts that are done and not yet answered.
  slack.faults.add({ method: 'chat.postMessage', kind: 'delay', ms: 250, when: 'after', probability: 0.5 });
  await using bot = new BotProcess(await freePort(), environment(shop, slack.apiUrl));
  slack.eventsUrl = `http://127.0.0.1:${bot.port}/slack/events`;
  const random = new Random(SEED);
  const hands = new Hands(slack);
  const database = join(shop.folder, 'data/gonogo.sqlite');

  for (let kill = 0; kill < KILLS; kill += 1) {
    bot.start();
    await bot.ready();
    const acting = act(hands, database);
    await wait(random.between(0, 300));
    await bot.kill();
    await acting;
  }
  bot.start();
  await bot.ready();
  const until = performance.now() + FINISH_WITHIN_MS;
  while (!isAllOver(database) && performance.now() < until) {
    await act(hands, database, false);
    await wait(100);
  }
  await wait(1_500);
  await bot.kill();

  const raw = new Database(database, { readonly: true });
  const rows = raw
    .prepare('select stream, seq, at, type, line, hash from events order by stream, seq')
    .all() as EventRow[];
  const streams = Map.groupBy(rows, row => row.stream);
  const notes = rows.map(decode).flatMap(fact => (fact.type === 'note.added' ? [fact.data.text] : []));
  const starts = await shop.starts();
  const seen = {
    messages: slack.workspace.messages.all().map(message => ({ effectIds: effectIdsOf(message.metadata) })),
    commands: starts,
    requests: shop.requests.filter(request => request.key !== null),
  };
  const context = `SEED=${SEED}\n${bot.output}`;
  // A number that was drawn and lost with its process leaves a gap, which is fine.
  expect(
    runs(database).map(run => run.status),
    context,
  ).toEqual(['completed', 'completed']);
  expect([...streams].map(([stream, own]) => [stream, verifyChain(own)])).toEqual(
    [...streams.keys()].map(one => [one, null]),
  );
  expect(notes.toSorted(), context).toEqual([...new Set(notes)].toSorted());
  expect(
    hands.acknowledged.filter(text => !notes.includes(text)),
    context,
  ).toEqual([]);
  expect(checkEffects({ raw, world: seen }), context).toEqual([]);
  expect(starts.map(one => one.argv.join(' ')).toSorted(), context).toEqual(['100', '50', 'app']);
  expect(
    slack.refusals.filter(one => one.error !== 'ratelimited'),
    context,
  ).toEqual([]);
});

/** People do all they can at this moment; whoever was not answered looks whether the run is there before starting another. */
async function act(hands: Hands, database: string, withNotes = true): Promise<void> {
  const started = runs(database).length;
  if (started < 2) await hands.start(started === 0 ? 'patch' : 'minor');
  await hands.help();
  const [first] = runs(database);
  if (withNotes && first) await hands.note(first.id);
}

function environment(shop: Awaited<ReturnType<typeof openShop>>, apiUrl: string): { readonly [name: string]: string } {
  return {
    PATH: `${shop.bin}:/usr/bin:/bin`,
    SLACK_BOT_TOKEN: 'xoxb-practice',
    SLACK_SIGNING_SECRET: 'practice-signing-secret',
    SLACK_API_URL: apiUrl,
    GONOGO_RUNBOOKS: join(import.meta.dirname, 'runbooks'),
    GONOGO_DATA: join(shop.folder, 'data'),
    GONOGO_SETTLE_CHAT: '400ms',
    GONOGO_VAR_SHOP: shop.url,
    GONOGO_VAR_HERE: shop.folder,
    JOURNAL: shop.journal,
    LOG_LEVEL: 'warn',
  };
}

function runs(database: string): readonly { readonly id: string; readonly status: string }[] {
  using raw = closing(new Database(database, { readonly: true }));
  return raw.it.prepare("select id, status from runs where kind = 'release' order by id").all() as {
    id: string;
    status: string;
  }[];
}

/** Both runs have ended, and whatever was owed for them is done. */
function isAllOver(database: string): boolean {
  using raw = closing(new Database(database, { readonly: true }));
  const open = raw.it.prepare('select count(*) from effects where settled_at is null').pluck().get();
  const all = runs(database);
  return open === 0 && all.length === 2 && all.every(run => run.status === 'completed');
}

function closing(raw: Database.Database) {
  return { it: raw, [Symbol.dispose]: () => void raw.close() };
}

function effectIdsOf(metadata: unknown): readonly string[] {
  const { event_payload } = (metadata ?? {}) as { event_payload?: { effect_ids?: string } };
  return event_payload?.effect_ids?.split(' ') ?? [];
}
