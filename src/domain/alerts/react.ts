import type { Fact } from '#src/domain/fact.ts';
import { pageAsks } from '#src/domain/incident/page-asks.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { Alerts } from './state.ts';
import { sweepAsk } from './sweep.ts';
import { tellAlerts } from './tell.ts';

/** What the world is asked for because of these facts: pages before everything else, then sweeps, then what people are told. */
export function alertAsks(before: Alerts | null, alerts: Alerts, facts: readonly Fact[]): readonly EffectAsk[] {
  // A page that ends with the story of its alert is known no more by now, and its phone has to stop all the same.
  const paging = {
    ...alerts,
    pages: { ...before?.pages, ...alerts.pages },
    storyOf: storyIn({ ...before?.episodes, ...alerts.episodes }),
  };
  return [
    ...facts.flatMap(fact => pageAsks(paging, fact, loudness(alerts, fact))),
    ...facts.flatMap(fact => (fact.type === 'alerts.defined' ? sweeps(alerts) : [])),
    ...tellAlerts(before, alerts, facts),
  ];
}

/** A page of one alert that cannot be sent or ended waits alone: the next alert of that key rings all the same. */
function storyIn(episodes: Alerts['episodes']): (page: string) => string | null {
  return page => Object.keys(episodes).find(key => episodes[key]?.pages.includes(page)) ?? null;
}

/** Each environment is measured in a chain of its own. */
function sweeps(alerts: Alerts): readonly EffectAsk[] {
  return alerts.definition.environments
    .filter(one => one.watch.metrics.length > 0)
    .map(one => sweepAsk(alerts, one, { state: null, at: alerts.definedAt }));
}

/** The first priority of a routing is critical, the next an error, the rest a warning. */
function loudness({ definition, episodes }: Alerts, fact: Fact): 'critical' | 'error' | 'warning' {
  const episode = fact.type === 'page.requested' ? episodes[fact.data.alert ?? ''] : undefined;
  const routes = definition.environments.find(one => one.name === episode?.environment)?.routes ?? {};
  const rank = Object.keys(routes).indexOf(episode?.priority ?? '');
  if (rank <= 0) return 'critical';
  return rank === 1 ? 'error' : 'warning';
}
