import type { Instant } from '#src/base/time.ts';
import { sayDuration, sayInstant } from '#src/base/time.ts';
import { fact } from '#src/domain/fact.ts';
import type { AlertDraft } from './draft.ts';
import { OURSELVES, sender } from './senders.ts';
import type { Alerts, Episode, Firing } from './state.ts';
import { isFiring, keyOfAlert } from './state.ts';

/** Of what is said again and again only so much is written down. It makes the silence seem longer than it is, by a little. */
const NOTED_EVERY = 10;

/** Names of timers are read by their first colon, and both parts have more of them. */
export function unheardTimers(alerts: Alerts): readonly (readonly [string, Instant])[] {
  return heardOf(alerts)
    .filter(one => !one.firing.unheard)
    .map(one => [`unheard:${nameOf(one)}`, one.firing.heardAt + alerts.silentAfterMs]);
}

type Heard = { readonly episode: Episode; readonly source: string; readonly firing: Firing };

function heardOf({ episodes }: Alerts): readonly Heard[] {
  return Object.values(episodes).flatMap(episode =>
    Object.entries(episode.firing)
      .filter(([source]) => source !== OURSELVES)
      .map(([source, firing]) => ({ episode, source, firing })),
  );
}

function nameOf({ episode, source }: Heard): string {
  return `${keyOfAlert(episode.environment, episode.alert)}:${source}`;
}

/** It said so again: that it lives is worth a fact where it was missed, and now and then. */
export function heardAgain(draft: AlertDraft, key: string, source: string): void {
  const episode = draft.alerts.episodes[key];
  const firing = episode?.firing[source];
  if (episode === undefined || firing === undefined) return;
  if (!firing.unheard && draft.now - firing.heardAt < draft.alerts.silentAfterMs / NOTED_EVERY) return;
  draft.add(fact('alert.heard', { alert: episode.alert, environment: episode.environment, source }));
}

/** Silent for too long: neither firing nor over. */
export function fallSilent(draft: AlertDraft, name: string): void {
  const found = heardOf(draft.alerts).find(one => nameOf(one) === name);
  if (found === undefined || found.firing.unheard) return;
  const { episode, source, firing } = found;
  if (draft.now < firing.heardAt + draft.alerts.silentAfterMs) return;
  const { alert, environment } = episode;
  draft.add(fact('alert.unheard', { alert, environment, source, says: saySilence(draft.alerts, source, firing) }));
}

/** Everybody who said that it fires is silent, so nobody knows whether it does. */
export function isUnheard(episode: Episode): boolean {
  return isFiring(episode) && Object.values(episode.firing).every(one => one.unheard);
}

/** `Alertmanager said so last Tue 2026-11-24 14:02 CET, and nothing in the 5 h since` */
function saySilence({ definition, silentAfterMs }: Alerts, source: string, { heardAt }: Firing): string {
  const last = sayInstant(heardAt, definition.product.timezone);
  return `${sender(source)} said last ${last} that it fires, and nothing for ${sayDuration(silentAfterMs)} since`;
}

/** What to do about it, for a gate and for the alert's message. */
export function sayUnheard(alerts: Alerts, episode: Episode): string {
  const silent = Object.entries(episode.firing).map(([source, firing]) => saySilence(alerts, source, firing));
  return `${silent.join('; ')}. Look whether the sender still runs; "Close…" at the alert's message ends it with a reason`;
}
