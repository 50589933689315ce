import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { ALERTS } from '#src/domain/decide.ts';
import type { Pages } from '#src/domain/incident/evolve-page.ts';
import type { Engine } from '#src/engine/engine.ts';
import type { PageNews } from '#src/ports/pager.ts';

/** `gonogo/INC-7/p1/3f9a2c41d8e0`, `gonogo/alerts:shop/p12/...`: ours, or somebody else's. */
const OURS = /^gonogo\/((?:INC|REL)-\d+|alerts:[\w-]+)\/(p\d+)\//;

const STATES: { readonly [what in PageNews['what']]?: 'triggered' | 'acknowledged' | 'resolved' | 'again' } = {
  triggered: 'triggered',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
  unacknowledged: 'again',
  reopened: 'again',
};

/**
 * Hands what the provider told to the incident, release or alert it is about, once a delivery. What is about somebody else's alert, or
 * about a page this installation never asked for, changes nothing.
 */
export async function pageNews(engine: Engine, news: PageNews): Promise<void> {
  const [, id, page] = OURS.exec(news.dedupKey) ?? [];
  const state = STATES[news.what];
  if (id === undefined || page === undefined || state === undefined) return;
  const isAlert = id.startsWith(ALERTS);
  const stream = isAlert ? id : `${id.startsWith('REL') ? 'release' : 'incident'}:${id}`;
  const pages = isAlert ? (await engine.alerts(id.slice(ALERTS.length)))?.pages : await pagesOf(engine, stream);
  if (pages?.[page]?.dedupKey !== news.dedupKey) return;
  const { by, at, url } = news;
  const command: WorldCommand = {
    actor: BOT,
    type: 'page-standing',
    page,
    state,
    by,
    at,
    url,
    assigned: [],
    via: 'webhook',
  };
  await engine.handle(stream, command, { request: { key: `pager:${news.id}:${page}`, reply: () => null } });
}

async function pagesOf(engine: Engine, stream: string): Promise<Pages | undefined> {
  const run = await engine.run(stream);
  return run?.kind === 'incident' || run?.kind === 'release' ? run.pages : undefined;
}
