import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { Engine } from '#src/engine/engine.ts';
import type { PageNews } from '#src/ports/pager.ts';

/** `gonogo/INC-7/p1/3f9a2c41d8e0`: ours, or somebody else's. */
const OURS = /^gonogo\/((?:INC|REL)-\d+)\/(p\d+)\//;

const STATES: { readonly [what in PageNews['what']]?: 'triggered' | 'acknowledged' | 'resolved' | 'again' } = {
  triggered: 'triggered',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
  unacknowledged: 'again',
  reopened: 'again',
};

/**
 * Hands what the provider told to the incident or release it is about, once a delivery. What is about somebody else's alert, or
 * about a page this installation never asked for, changes nothing.
 */
export async function pageNews(engine: Engine, news: PageNews): Promise<void> {
  const [, id, page] = OURS.exec(news.dedupKey) ?? [];
  const state = STATES[news.what];
  if (id === undefined || page === undefined || state === undefined) return;
  const stream = `${id.startsWith('REL') ? 'release' : 'incident'}:${id}`;
  const run = await engine.run(stream);
  if ((run?.kind !== 'incident' && run?.kind !== 'release') || run.pages[page]?.dedupKey !== news.dedupKey) return;
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
