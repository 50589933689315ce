import type { Json, JsonObject } from '#src/base/json.ts';
import { sentenceCase } from '#src/base/sentence-case.ts';
import { sayDuration } from '#src/base/time.ts';
import { openPages, pagesOf } from '#src/domain/alerts/paging.ts';
import { TOLD_MAX } from '#src/domain/alerts/quiet.ts';
import { sender } from '#src/domain/alerts/senders.ts';
import type { Alerts, Blind, Episode, Suggested } from '#src/domain/alerts/state.ts';
import { isFiring, keyOfAlert } from '#src/domain/alerts/state.ts';
import { isUnheard, sayUnheard } from '#src/domain/alerts/unheard.ts';
import { waitForSomebody } from '#src/domain/incident/acknowledge-page.ts';
import type { Pages } from '#src/domain/incident/evolve-page.ts';
import { actions, button, section } from '../blocks.ts';
import { when } from '../dates.ts';
import { inert, link, say } from '../escape.ts';
import { bounded, cut } from '../limits.ts';
import type { Message } from '../message.ts';
import { pageLine } from './incident/pages.ts';

const SAYS_MAX = 600;
/** Senders that say the same; more are counted. */
const SOURCES_MAX = 5;

/** A named message of a product's alerts (domain/alerts/tell.ts). Null: nothing to show any more. */
export function alertMessage(alerts: Alerts, body: JsonObject): Message | null {
  const name = String(body['name']);
  if (typeof body['blind'] === 'string') return blindMessage(alerts, body['blind']);
  if (name.startsWith('suggestion:'))
    return alerts.suggestion === null ? null : suggestionMessage(alerts, alerts.suggestion);
  const closed = factOf<Episode>(body['closed']);
  if (closed !== null) return episodeMessage({ ...alerts, pages: factOf<Pages>(body['pages']) ?? {} }, closed);
  const known = Object.values(alerts.episodes).find(one => name === `alert:${one.number}`);
  const episode = known ?? factOf<Episode>(body['began']);
  return episode === null ? null : episodeMessage(alerts, episode);
}

function factOf<T>(value: Json | undefined): T | null {
  return value === undefined ? null : (value as T);
}

/** What fires, since when, with its figures; who was paged and who has it; what can be done. */
function episodeMessage(alerts: Alerts, episode: Episode): Message {
  const fires = isFiring(episode);
  const name = alertName(alerts, episode);
  const unheard = isUnheard(episode);
  const state = unheard ? 'Not heard of' : fires ? 'Firing' : 'Over';
  const lines = [
    `${signOf(alerts, episode)} *${name}* · ${state}`,
    says(episode),
    ...now(alerts, episode),
    times(episode),
    ...sources(episode),
    ...episode.pages.flatMap(id => {
      const page = alerts.pages[id];
      return page === undefined ? [] : [pageLine(teller(alerts), page)];
    }),
    episode.incident === null ? '' : `Declared as *${inert(episode.incident)}*.`,
  ];
  return bounded({
    text: `${unheard ? 'Alert not heard of' : fires ? 'Alert' : 'Alert over'}: ${name}. ${says(episode)}`,
    blocks: [section(...lines), ...buttons(alerts, episode)],
  });
}

/** The last sentence about it; of a person only whoever closed it is named. */
function says(episode: Episode): string {
  return say(cut(sentenceCase(episode.says), SAYS_MAX), [episode.closedBy]);
}

/** `P1 · error rate · production · Bookshop` */
function alertName({ definition }: Alerts, { priority, title, environment }: Episode): string {
  return `${inert(priority)} · ${inert(title)} · ${inert(environment)} · ${inert(definition.product.title)}`;
}

const SIGNS = ['🔴', '🟠', '🟡', '🔵'];

function signOf({ definition }: Alerts, episode: Episode): string {
  if (!isFiring(episode)) return '✅';
  const routes = definition.environments.find(one => one.name === episode.environment)?.routes ?? {};
  const rank = Object.keys(routes).indexOf(episode.priority);
  return SIGNS[rank < 0 ? SIGNS.length - 1 : Math.min(rank, SIGNS.length - 1)] ?? '🔵';
}

/** The newest figure, and that there is none: what cannot be measured is not over. */
function now(alerts: Alerts, episode: Episode): readonly string[] {
  if (!isFiring(episode)) return [];
  if (isUnheard(episode)) return [`⚠ Nobody knows whether it still fires: ${inert(sayUnheard(alerts, episode))}.`];
  const { environment, alert } = episode;
  const blind = alerts.blind[environment]?.alerts[alert];
  if (blind !== undefined)
    return [`⚠ Not measured any more: ${inert(cut(blind, SAYS_MAX))}. Nobody knows whether it is over.`];
  const known = alerts.definition.environments.find(one => one.name === environment);
  const metric = known?.alerts.find(one => one.name === alert)?.judged?.metric;
  const reading = metric === undefined ? undefined : alerts.sweeps[environment]?.latest[metric];
  return reading?.value == null ? [] : [`Last measured ${when(reading.at)}: ${inert(reading.says)}`];
}

function times(episode: Episode): string {
  const { firedAt, resolvedAt, firings, startedAt } = episode;
  const again = firings > 1 ? ` · ${firings} times since ${when(startedAt)}` : '';
  if (resolvedAt === null) return `Since ${when(firedAt)}${again}`;
  return `From ${when(firedAt)} to ${when(resolvedAt)} (${sayDuration(resolvedAt - firedAt)})${again}${
    firings >= TOLD_MAX ? '. It comes and goes, so a page stays until it has been quiet for a while.' : ''
  }`;
}

/** Whoever else says it, with the way to where they say it. */
function sources({ firing }: Episode): readonly string[] {
  const others = Object.entries(firing).filter(([source]) => source.includes(':'));
  const shown = others.slice(0, SOURCES_MAX).map(([source, { says, link: url }]) => {
    const who = inert(sender(source));
    return `${url === null ? who : link(url, sender(source))}: ${inert(cut(says, SAYS_MAX))}`;
  });
  return others.length > SOURCES_MAX ? [...shown, `and ${others.length - SOURCES_MAX} more like it`] : shown;
}

/** Whoever acknowledged may be named; what else a provider says is text. */
function teller(alerts: Alerts) {
  const people = [
    ...Object.values(alerts.people).flat(),
    ...Object.values(alerts.definition.product.roles).flatMap(role => role.users),
  ];
  return {
    concerned: { service: null, runbook: { product: alerts.definition.product } },
    says: (text: string) => say(text, people),
  };
}

function buttons(alerts: Alerts, episode: Episode) {
  const value = JSON.stringify({ product: alerts.definition.product.name, number: episode.number });
  const rings = isFiring(episode) || openPages(alerts, episode).length > 0;
  const waits = rings && waitForSomebody(pagesOf(alerts, episode));
  const offers = isFiring(episode) && episode.incident === null && episode.route?.offersIncident === true;
  return actions(
    waits ? button({ text: 'I have it', action: 'alert.acknowledge', value, style: 'primary' }) : null,
    isUnheard(episode) ? button({ text: 'Close…', action: 'alert.close', value }) : null,
    offers ? button({ text: 'Declare incident…', action: 'incident.from-alert', value }) : null,
  );
}

/** What nobody can judge now is neither firing nor over, and that is said once, in one message. */
function blindMessage(alerts: Alerts, environment: string): Message | null {
  const blind = alerts.blind[environment];
  if (blind === undefined) return null;
  const place = `${inert(environment)} of ${inert(alerts.definition.product.title)}`;
  if (blind.endedAt !== null) {
    const text = `Alerts of ${place} are measured again.`;
    return bounded({
      text,
      blocks: [section(`✔ ${text}`, `Not measured from ${when(blind.since)} to ${when(blind.endedAt)}.`)],
    });
  }
  const names = Object.keys(blind.alerts);
  const text = `${names.length === 1 ? 'One alert' : `${names.length} alerts`} of ${place} cannot be measured. Nobody knows whether ${names.length === 1 ? 'it fires' : 'they fire'}.`;
  return bounded({
    text,
    blocks: [section(`⚠ ${text}`, `Since ${when(blind.since)}.`, ...blindLines(alerts, environment, blind))],
  });
}

function blindLines(alerts: Alerts, environment: string, blind: Blind): readonly string[] {
  const known = alerts.definition.environments.find(one => one.name === environment)?.alerts ?? [];
  return Object.entries(blind.alerts).map(([name, says]) => {
    const alert = known.find(one => one.name === name);
    const fires = alerts.episodes[keyOfAlert(environment, name)]?.resolvedAt === null;
    return `• ${inert(alert?.priority ?? '')} ${inert(alert?.title ?? name)}${fires ? ' (was firing)' : ''}: ${inert(cut(says, SAYS_MAX))}`;
  });
}

/** A grade is suggested by figures while nobody has declared anything: a person decides. */
function suggestionMessage({ definition }: Alerts, { number, severity, says, at, endedAt, ended }: Suggested): Message {
  const product = inert(definition.product.title);
  if (endedAt !== null) {
    const text = `What suggested ${inert(severity)} for ${product} ended: ${inert(ended ?? '')}.`;
    return bounded({
      text,
      blocks: [section(`✔ ${text}`, `From ${when(at)} to ${when(endedAt)}: ${inert(cut(says, SAYS_MAX))}`)],
    });
  }
  const text = `${product} looks like ${inert(severity)}, and no incident is open. ${inert(cut(says, SAYS_MAX))}.`;
  const value = JSON.stringify({ product: definition.product.name, number });
  return bounded({
    text,
    blocks: [
      section(
        `⚠ *${product} looks like ${inert(severity)}*, and no incident is open.`,
        `${inert(cut(says, SAYS_MAX))}.`,
        `Measured since ${when(at)}. Nobody was paged; that is for whoever declares it.`,
      ),
      ...actions(button({ text: 'Declare incident…', action: 'incident.from-suggestion', value, style: 'primary' })),
    ],
  });
}
