import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { EventData } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { AlertDraft } from './draft.ts';
import { endPages, openPages, requestPages } from './paging.ts';
import { TOLD_MAX } from './quiet.ts';
import type { Episode } from './state.ts';
import { isFiring, keyOfAlert } from './state.ts';
import { heardAgain } from './unheard.ts';

/** One source says that it fires. Its first firing, and each after it was over, pages whom its route names. */
export function fire(draft: AlertDraft, told: Omit<EventData<'alert.fired'>, 'route'>): void {
  const key = keyOfAlert(told.environment, told.alert);
  const before = draft.alerts.episodes[key];
  if (before?.firing[told.source] !== undefined) return heardAgain(draft, key, told.source);
  const route = routeOf(draft, told);
  draft.add(fact('alert.fired', { ...told, route: route as { [key: string]: unknown } | null }));
  const episode = draft.alerts.episodes[key];
  if (episode === undefined || (before !== undefined && isFiring(before))) return;
  if (openPages(draft.alerts, episode).length > 0) return;
  for (const one of requestPages(draft.alerts, episode, `${told.priority} alert`)) draft.add(one);
}

/** One source says that it is over. One that comes and goes keeps its page until it has stayed quiet. */
export function resolve(draft: AlertDraft, over: EventData<'alert.resolved'>, actor: Actor = BOT): void {
  const key = keyOfAlert(over.environment, over.alert);
  if (draft.alerts.episodes[key]?.firing[over.source] === undefined) return;
  draft.add(fact('alert.resolved', over), actor);
  const episode = draft.alerts.episodes[key];
  if (episode === undefined || isFiring(episode) || episode.firings >= TOLD_MAX) return;
  endPages(draft, episode, 'the alert is resolved');
}

function routeOf(draft: AlertDraft, { environment, priority }: Pick<Episode, 'environment' | 'priority'>) {
  const routed = draft.alerts.definition.environments.find(one => one.name === environment);
  return routed?.routes[priority] ?? null;
}
