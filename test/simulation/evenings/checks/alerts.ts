import { MINUTE } from '#src/base/time.ts';
import type { Check, Noted, Scope } from '../../incidents/checks/check.ts';

/** What fires again within so long is the same story, and one that comes and goes pages so often. */
const QUIET_MS = 15 * MINUTE;
const PAGES_MAX = 3;
/** What a gate looked up may be as old as that. */
const STALE_MS = MINUTE;

type Episode = {
  readonly firing: Set<string>;
  firings: number;
  /** Pages it may have had by now, and those it had. */
  allowed: number;
  paged: number;
  readonly open: Set<string>;
  /** Its last page was ended at the provider, or opened again there while nothing fired and so ended again. */
  endedThere: boolean;
  /** By the bot's clock. */
  resolvedAt: number | null;
  /** By the world's. */
  firedAt: number;
};

/**
 * E8: each source fires once until it is over; an alert pages once a firing, while it fires and while no page of it is open;
 * from the third on its page is kept, and only where that one was ended at the provider the next firing pages again; its story ends after 15 quiet minutes and leaves no page behind. What cannot be measured is told
 * once. E9: no go/no-go was told that nothing fires while something did.
 */
export function checkAlertStories({ world, problem }: Scope): Check {
  const episodes = new Map<string, Episode>();
  const blind = new Set<string>();
  const pages = new Map<string, Episode>();

  function fired(fact: Noted & { type: 'alert.fired' }): void {
    const { environment, alert, source } = fact.data;
    const key = `${environment}/${alert}`;
    const episode = episodes.get(key) ?? {
      firing: new Set(),
      firings: 0,
      allowed: 0,
      paged: 0,
      open: new Set(),
      endedThere: false,
      resolvedAt: null,
      firedAt: 0,
    };
    episodes.set(key, episode);
    if (episode.firing.has(source)) problem(`E8 ${fact.stream} ${fact.seq}: ${key} fires twice for ${source}`);
    if (episode.firing.size === 0) {
      episode.firings += 1;
      episode.firedAt = world.time.now;
      if (episode.firings <= PAGES_MAX || episode.endedThere) episode.allowed += 1;
    }
    episode.firing.add(source);
    episode.resolvedAt = null;
  }

  function resolved(fact: Noted & { type: 'alert.resolved' }): void {
    const { environment, alert, source } = fact.data;
    const episode = episodes.get(`${environment}/${alert}`);
    if (!episode?.firing.delete(source)) problem(`E8 ${fact.stream} ${fact.seq}: ${alert} is over and did not fire`);
    if (episode?.firing.size === 0) episode.resolvedAt = fact.at;
  }

  function closed(fact: Noted & { type: 'alert.closed' }): void {
    const key = `${fact.data.environment}/${fact.data.alert}`;
    const episode = episodes.get(key);
    const quietMs = episode?.resolvedAt == null ? 0 : fact.at - episode.resolvedAt;
    if (quietMs < QUIET_MS) problem(`E8 ${fact.stream} ${fact.seq}: ${key} is closed after ${quietMs} ms of quiet`);
    if (episode && episode.open.size > 0) problem(`E8 ${fact.stream} ${fact.seq}: ${key} is closed with a page open`);
    episodes.delete(key);
  }

  function requested(fact: Noted & { type: 'page.requested' }): void {
    const episode = episodes.get(fact.data.alert ?? '');
    const where = `E8 ${fact.stream} ${fact.seq}: ${fact.data.page} for ${fact.data.alert}`;
    if (episode === undefined || episode.firing.size === 0) return problem(`${where}, which does not fire`);
    if (episode.open.size > 0) problem(`${where} beside ${[...episode.open].join(', ')}`);
    episode.paged += 1;
    if (episode.paged > episode.allowed) problem(`${where} is one too many (${episode.firings} firings)`);
    episode.open.add(fact.data.page);
    episode.endedThere = false;
    pages.set(fact.data.page, episode);
  }

  function ended(fact: Noted & { type: 'page.resolved' | 'page.failed' }): void {
    const episode = pages.get(fact.data.page);
    if (!episode?.open.delete(fact.data.page)) return;
    // One that the provider took and did not open is asked for once more.
    if (fact.type === 'page.failed') episode.allowed += 1;
    else episode.endedThere = fact.data.via !== 'gonogo' || fact.data.says.startsWith('it was opened again');
  }

  function ofAlerts(fact: Noted): void {
    switch (fact.type) {
      case 'alert.fired':
        return fired(fact);
      case 'alert.resolved':
        return resolved(fact);
      case 'alert.closed':
        return closed(fact);
      case 'page.requested':
        return requested(fact);
      case 'page.resolved':
      case 'page.failed':
        return ended(fact);
      case 'alerts.blind':
        for (const name of Object.keys(fact.data.alerts)) {
          if (blind.has(name)) problem(`E8 ${fact.stream} ${fact.seq}: ${name} cannot be measured, and that was told`);
          blind.add(name);
        }
        return;
      case 'alerts.seen':
        for (const name of fact.data.alerts)
          if (!blind.delete(name)) problem(`E8 ${fact.stream} ${fact.seq}: ${name} is seen again and always was`);
        return;
      case 'clock.jumped':
        for (const episode of episodes.values()) if (episode.resolvedAt !== null) episode.resolvedAt += fact.data.byMs;
        return;
      default:
    }
  }

  function atGate(fact: Noted & { type: 'facts.recorded' }): void {
    const errors = episodes.get('production/errors');
    const fires = errors !== undefined && errors.firing.size > 0 && world.time.now - errors.firedAt > STALE_MS;
    if (fires && fact.data.facts.some(one => one.fact === 'no-alert.P1' && one.outcome === 'holds'))
      problem(`E9 ${fact.stream} ${fact.seq}: nothing fires, it says, and errors does`);
  }

  return {
    fact(fact) {
      if (fact.stream.startsWith('alerts:')) ofAlerts(fact);
      // What is only shown may be of a while ago; it is looked up anew for the vote that decides.
      else if (fact.type === 'facts.recorded' && fact.data.purpose !== 'show') atGate(fact);
    },
    ends() {
      for (const [key, { firing }] of episodes) if (firing.size > 0) problem(`E8 ${key} fires at the end`);
      if (episodes.size > 0) problem(`E8 ${[...episodes.keys()].join(', ')}: their story never ends`);
      for (const key of world.provider.open()) problem(`E8 ${key} is still open at the provider`);
    },
  };
}
