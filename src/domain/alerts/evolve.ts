import { assert } from '#src/base/assert.ts';
import type { Fact } from '#src/domain/fact.ts';
import { foldPage, movePages } from '#src/domain/incident/evolve-page.ts';
import type { Route } from '#src/domain/runbook/model/alert.ts';
import { QUIET_MS, SILENT_AFTER_MS } from './quiet.ts';
import type { AlertDefinition, Alerts, Blind, Episode, Firing } from './state.ts';
import { keyOfAlert } from './state.ts';

/** The state after a fact; null before the first, which defines them. */
export function evolveAlerts(stream: string, before: Alerts | null, fact: Fact): Alerts {
  if (fact.type === 'alerts.defined') return defined(stream, before, fact);
  assert(before !== null, `${stream} begins with its definition`);
  return { ...evolve(before, fact), seq: fact.seq };
}

function defined(stream: string, before: Alerts | null, { seq, at, data }: Fact & { type: 'alerts.defined' }): Alerts {
  const definition = data.definition as unknown as AlertDefinition;
  return {
    kind: 'alerts',
    stream,
    id: stream,
    seq,
    startedAt: before?.startedAt ?? at,
    definition,
    generation: seq,
    definedAt: at,
    settleMs: data.settleMs,
    silentAfterMs: data.silentAfterMs ?? SILENT_AFTER_MS,
    episodes: before?.episodes ?? {},
    blind: before?.blind ?? {},
    suggestion: before?.suggestion ?? null,
    pages: before?.pages ?? {},
    sweeps: {},
    people: before?.people ?? {},
  };
}

function evolve(alerts: Alerts, fact: Fact): Alerts {
  switch (fact.type) {
    case 'alert.fired':
      return withEpisode(alerts, fired(alerts, fact));
    case 'alert.heard':
      return withFiring(alerts, fact.data, { heardAt: fact.at, unheard: false });
    case 'alert.unheard':
      return withFiring(alerts, fact.data, { unheard: true });
    case 'alert.resolved':
      return change(alerts, fact.data, episode => resolved(episode, fact));
    case 'alert.closed':
      return closed(alerts, keyOfAlert(fact.data.environment, fact.data.alert));
    case 'alert.declared':
      return change(alerts, fact.data, episode => ({ ...episode, incident: fact.data.incident }));
    case 'alerts.blind':
      return withBlind(alerts, fact);
    case 'alerts.seen':
      return seen(alerts, fact);
    case 'incident.suggested': {
      const { severity, says } = fact.data;
      const number = numberOf(alerts.suggestion, fact);
      return { ...alerts, suggestion: { number, severity, says, at: fact.at, endedAt: null, ended: null } };
    }
    case 'incident.suggestion-ended':
      return alerts.suggestion === null
        ? alerts
        : { ...alerts, suggestion: { ...alerts.suggestion, endedAt: fact.at, ended: fact.data.says } };
    case 'page.requested': {
      const { alert } = fact.data;
      const paged = alert === undefined ? alerts : addPage(alerts, alert, fact.data.page);
      return { ...paged, pages: foldPage(paged.pages, fact) };
    }
    case 'clock.jumped':
      return setBack(alerts, fact.data.byMs);
    default:
      return { ...alerts, pages: foldPage(alerts.pages, fact) };
  }
}

function fired(alerts: Alerts, { seq, at, data }: Fact & { type: 'alert.fired' }): Episode {
  const { alert, title, environment, priority, source, says, since, link } = data;
  const before = alerts.episodes[keyOfAlert(environment, alert)];
  const again = before === undefined || before.resolvedAt !== null;
  return {
    ...(before ?? { number: seq, startedAt: since, pages: [], incident: null }),
    alert,
    title,
    environment,
    priority,
    route: data.route as unknown as Route | null,
    firing: { ...before?.firing, [source]: { since, says, link, heardAt: at, unheard: false } },
    firings: (before?.firings ?? 0) + (again ? 1 : 0),
    firedAt: again ? since : before.firedAt,
    resolvedAt: null,
    closedBy: null,
    says: again ? says : before.says,
  };
}

function resolved(episode: Episode, { at, actor, data }: Fact & { type: 'alert.resolved' }): Episode {
  const { [data.source]: _over, ...firing } = episode.firing;
  const over = Object.keys(firing).length === 0;
  const closedBy = over && actor.kind === 'person' ? actor.user : null;
  return { ...episode, firing, closedBy, resolvedAt: over ? at : null, says: over ? data.says : episode.says };
}

/** What is waited for is elapsed time, whatever the clock was set to. */
function setBack(alerts: Alerts, byMs: number): Alerts {
  if (byMs >= 0) return alerts;
  const episodes = Object.entries(alerts.episodes).map(([key, episode]) => {
    const { resolvedAt } = episode;
    const firing = Object.entries(episode.firing).map(
      ([source, one]) => [source, { ...one, heardAt: one.heardAt + byMs }] as const,
    );
    const moved = { resolvedAt: resolvedAt === null ? null : resolvedAt + byMs, firing: Object.fromEntries(firing) };
    return [key, { ...episode, ...moved }] as const;
  });
  return { ...alerts, episodes: Object.fromEntries(episodes), pages: movePages(alerts.pages, byMs) };
}

/** Its pages go with it, as far as they are over. */
function closed(alerts: Alerts, key: string): Alerts {
  const { [key]: gone, ...episodes } = alerts.episodes;
  const left = Object.entries(alerts.pages).filter(([id, page]) => !gone?.pages.includes(id) || page.endedAt === null);
  return { ...alerts, episodes, pages: Object.fromEntries(left) };
}

function withBlind(alerts: Alerts, fact: Fact & { type: 'alerts.blind' }): Alerts {
  const { environment, alerts: names } = fact.data;
  const before = alerts.blind[environment];
  const goesOn = before?.endedAt === null;
  const blind: Blind = {
    number: numberOf(before ?? null, fact),
    since: goesOn ? before.since : fact.at,
    endedAt: null,
    alerts: { ...(goesOn ? before.alerts : {}), ...names },
  };
  return { ...alerts, blind: { ...alerts.blind, [environment]: blind } };
}

function seen(alerts: Alerts, { at, data }: Fact & { type: 'alerts.seen' }): Alerts {
  const before = alerts.blind[data.environment];
  if (before === undefined) return alerts;
  const left = Object.fromEntries(Object.entries(before.alerts).filter(([name]) => !data.alerts.includes(name)));
  const blind = { ...before, alerts: left, endedAt: Object.keys(left).length === 0 ? at : null };
  return { ...alerts, blind: { ...alerts.blind, [data.environment]: blind } };
}

/** What begins again soon after its end goes on in the message it had. */
function numberOf(
  before: { readonly number: number; readonly endedAt: number | null } | null,
  { seq, at }: Fact,
): number {
  if (before === null) return seq;
  return before.endedAt === null || at - before.endedAt < QUIET_MS ? before.number : seq;
}

function addPage(alerts: Alerts, key: string, page: string): Alerts {
  const episode = alerts.episodes[key];
  return episode === undefined ? alerts : withEpisode(alerts, { ...episode, pages: [...episode.pages, page] });
}

type Named = { readonly environment: string; readonly alert: string };

function change(alerts: Alerts, { environment, alert }: Named, next: (episode: Episode) => Episode): Alerts {
  const episode = alerts.episodes[keyOfAlert(environment, alert)];
  return episode === undefined ? alerts : withEpisode(alerts, next(episode));
}

function withFiring(alerts: Alerts, { source, ...named }: Named & { readonly source: string }, next: Partial<Firing>) {
  return change(alerts, named, episode => {
    const firing = episode.firing[source];
    return firing ? { ...episode, firing: { ...episode.firing, [source]: { ...firing, ...next } } } : episode;
  });
}

function withEpisode(alerts: Alerts, episode: Episode): Alerts {
  const key = keyOfAlert(episode.environment, episode.alert);
  return { ...alerts, episodes: { ...alerts.episodes, [key]: episode } };
}
