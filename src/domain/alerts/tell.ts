import type { Json, JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { redraw } from '#src/domain/procedure/tell-steps.ts';
import { TOLD_MAX } from './quiet.ts';
import type { Alerts, Episode } from './state.ts';
import { isFiring, keyOfAlert } from './state.ts';
import { isUnheard } from './unheard.ts';

/** What the facts of one decision say to people: one message an alert, kept up to date; its thread; mails. */
export function tellAlerts(before: Alerts | null, alerts: Alerts, facts: readonly Fact[]): readonly EffectAsk[] {
  return [
    ...facts.flatMap(fact => ofEpisode(alerts, fact)),
    ...facts.flatMap(fact => ofPage(alerts, fact)),
    ...facts.flatMap(fact => ofBlind(alerts, fact)),
    ...facts.flatMap(fact => ofSuggestion(alerts, fact)),
    ...facts.flatMap(fact => (fact.type === 'alert.closed' ? last(before, fact) : [])),
  ];
}

export function episodeName({ number }: Pick<Episode, 'number'>): string {
  return `alert:${number}`;
}

/** Alerts that go on firing show their newest figure now and then. */
export function figures(alerts: Alerts, environment: string, at: Instant): readonly EffectAsk[] {
  return Object.values(alerts.episodes)
    .filter(one => one.environment === environment && isFiring(one) && one.route?.channel)
    .map(one => redraw(alerts, episodeName(one), {}, at));
}

function ofEpisode(alerts: Alerts, fact: Fact): readonly EffectAsk[] {
  if (!isOfEpisode(fact)) return [];
  const episode = alerts.episodes[keyOfAlert(fact.data.environment, fact.data.alert)];
  if (episode === undefined) return [];
  const channel = channelOf(alerts, episode.route?.channel ?? null);
  if (fact.seq === episode.number)
    return [...(channel === null ? [] : [told(alerts, channel, episode)]), ...mail(alerts, episode)];
  const drawn = channel === null ? [] : [redraw(alerts, episodeName(episode))];
  if (fact.type === 'alert.heard' || fact.type === 'alert.declared' || !isTurn(episode, fact)) return drawn;
  const line = channel === null ? null : lineOf(episode, fact);
  return [
    ...drawn,
    ...(line === null || channel === null
      ? []
      : [below(alerts, channel, { under: episodeName(episode), text: line, by: episode.closedBy })]),
    ...(episode.firings <= TOLD_MAX ? mail(alerts, episode) : []),
  ];
}

const OF_EPISODE = ['alert.fired', 'alert.resolved', 'alert.declared', 'alert.heard', 'alert.unheard'] as const;
type OfEpisode = Fact & { readonly type: (typeof OF_EPISODE)[number] };

function isOfEpisode(fact: Fact): fact is OfEpisode {
  return OF_EPISODE.some(type => type === fact.type);
}

/** The message of an alert. It knows how that began, so that one that came and went while Slack was away is told all the same. */
function told(alerts: Alerts, channel: string, episode: Episode): EffectAsk {
  return post(alerts, channel, episodeName(episode), { began: episode as unknown as Json });
}

/** It began again, is over, or nobody knows any more; a second source that says the same is only drawn. */
function isTurn(episode: Episode, fact: Fact): boolean {
  if (fact.type === 'alert.unheard') return isUnheard(episode);
  if (fact.type === 'alert.resolved') return !isFiring(episode);
  return Object.keys(episode.firing).length === 1;
}

/** What the thread says; null: it comes and goes too often for another line. */
function lineOf(episode: Episode, fact: Fact): string | null {
  if (fact.type === 'alert.unheard') return `Nobody knows whether it still fires: ${fact.data.says}.`;
  if (episode.firings > TOLD_MAX + 1 || (episode.firings > TOLD_MAX && fact.type === 'alert.resolved')) return null;
  if (episode.firings > TOLD_MAX)
    return `It comes and goes (${episode.firings} times now). From here on only the message above is kept up to date.`;
  return fact.type === 'alert.resolved' ? `Over: ${episode.says}.` : `It fires again: ${episode.says}.`;
}

function mail(alerts: Alerts, episode: Episode): readonly EffectAsk[] {
  const { product } = alerts.definition;
  const to = [...new Set(episode.route?.mail.flatMap(role => product.roles[role]?.mail ?? []) ?? [])];
  if (to.length === 0) return [];
  const state = isUnheard(episode) ? 'is not heard of any more' : isFiring(episode) ? 'fires' : 'is over';
  const subject = `${episode.priority} ${product.title} ${episode.environment}: ${episode.title} ${state}`;
  const text = `${episode.title} ${state} in ${episode.environment} of ${product.title}: ${episode.says}.`;
  const body = { to, about: 'alert', subject, text };
  return [
    {
      kind: 'mail.send',
      lane: `mail:${alerts.stream}:${keyOfAlert(episode.environment, episode.alert)}`,
      priority: 2,
      body,
    },
  ];
}

/** Every change of a page redraws the message of its alert; whoever must act gets it directly. */
function ofPage(alerts: Alerts, fact: Fact): readonly EffectAsk[] {
  if (!fact.type.startsWith('page.') || !('page' in fact.data)) return [];
  const page = String(fact.data.page);
  const episode = Object.values(alerts.episodes).find(one => one.pages.includes(page));
  if (episode === undefined) return [];
  const drawn = episode.route?.channel ? [redraw(alerts, episodeName(episode))] : [];
  if (fact.type !== 'page.fallback') return drawn;
  const direct = fact.data.users.map(
    (user): EffectAsk => ({
      kind: 'chat.direct',
      lane: `direct:${alerts.stream}:${user}`,
      priority: 0,
      body: { user, about: 'alert-page', page, episode: episode as unknown as Json, says: fact.data.says },
    }),
  );
  return [...drawn, ...direct];
}

function ofBlind(alerts: Alerts, fact: Fact): readonly EffectAsk[] {
  if (fact.type !== 'alerts.blind' && fact.type !== 'alerts.seen') return [];
  const { environment } = fact.data;
  const blind = alerts.blind[environment];
  if (blind === undefined) return [];
  const isNew = fact.seq === blind.number;
  const names = fact.type === 'alerts.blind' ? Object.keys(fact.data.alerts) : fact.data.alerts;
  const firing = names.flatMap(name => alerts.episodes[keyOfAlert(environment, name)] ?? []).filter(isFiring);
  const drawn = firing.flatMap(one => (one.route?.channel ? [redraw(alerts, episodeName(one))] : []));
  const told = channelsOf(alerts, environment).map(channel => {
    const name = `blind:${blind.number}:${channel}`;
    return isNew ? post(alerts, channel, name, { blind: environment }) : redraw(alerts, name, { blind: environment });
  });
  return [...told, ...drawn];
}

/** Wherever alerts of this environment are told. */
function channelsOf(alerts: Alerts, environment: string): readonly string[] {
  const routes = alerts.definition.environments.find(one => one.name === environment)?.routes ?? {};
  return [...new Set(Object.values(routes).flatMap(route => channelOf(alerts, route.channel) ?? []))];
}

function ofSuggestion(alerts: Alerts, fact: Fact): readonly EffectAsk[] {
  if (fact.type !== 'incident.suggested' && fact.type !== 'incident.suggestion-ended') return [];
  const { suggestion, definition } = alerts;
  const { channels } = definition.product;
  const channel = channels['incidents'] ?? channels['releases'];
  if (suggestion === null || channel === undefined) return [];
  const name = `suggestion:${suggestion.number}`;
  return [fact.seq === suggestion.number ? post(alerts, channel, name) : redraw(alerts, name)];
}

/** Its story is over, and then nothing here knows it any more: the last word goes along. */
function last(before: Alerts | null, { data }: Fact & { type: 'alert.closed' }): readonly EffectAsk[] {
  const episode = before?.episodes[keyOfAlert(data.environment, data.alert)];
  if (before === null || !episode?.route?.channel) return [];
  const body = { closed: episode as unknown as Json, pages: pagesOf(before, episode) as unknown as Json };
  return [{ ...redraw(before, episodeName(episode), body), coalesce: false }];
}

function pagesOf(alerts: Alerts, episode: Episode) {
  return Object.fromEntries(episode.pages.flatMap(id => (alerts.pages[id] ? [[id, alerts.pages[id]]] : [])));
}

function channelOf({ definition }: Alerts, name: string | null): string | null {
  return (name === null ? undefined : definition.product.channels[name]) ?? null;
}

function post({ stream }: Alerts, channel: string, name: string, body: JsonObject = {}): EffectAsk {
  return {
    kind: 'chat.post',
    lane: `chat:${stream}:${channel}`,
    priority: 1,
    body: { channel, name, thread: false, ...body },
  };
}

function below(
  { stream }: Alerts,
  channel: string,
  body: { readonly under: string; readonly text: string; readonly by: string | null },
): EffectAsk {
  return { kind: 'chat.post', lane: `chat:${stream}:${channel}`, priority: 2, body: { channel, ...body } };
}
