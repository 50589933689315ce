import type { Instant } from '#src/base/time.ts';
import type { Alerts, Watched } from './state.ts';
import { isFiring, keyOfAlert } from './state.ts';
import { isUnheard, sayUnheard } from './unheard.ts';

/** How the alerts of a product stand: kept in its row for gates, lists and /metrics. Plain JSON. */
export type StandingAlerts = { readonly environments: readonly StandingEnvironment[] };

export type StandingEnvironment = {
  readonly name: string;
  /** The last sweep; null: none since the alerts were defined, or nothing here is measured. */
  readonly sweptAt: Instant | null;
  /** How often it is swept, in ms. */
  readonly intervalMs: number;
  readonly alerts: readonly StandingAlert[];
};

export type StandingAlert = {
  readonly name: string;
  readonly title: string;
  readonly priority: string;
  /** `waiting`: not judged yet. `blind`: it cannot be measured, or its sender is not heard of. `outside`: nobody says that it fires, and it is not measured here. */
  readonly state: 'firing' | 'quiet' | 'blind' | 'waiting' | 'outside';
  /** Since when it fires. */
  readonly since: Instant | null;
  readonly says: string;
};

export function standingAlerts(alerts: Alerts): StandingAlerts {
  const { environments } = alerts.definition;
  const known = new Set(environments.map(one => one.name));
  const foreign = [...new Set(Object.values(alerts.episodes).map(one => one.environment))].filter(
    one => !known.has(one),
  );
  return {
    environments: [
      ...environments.map(one => environmentOf(alerts, one)),
      ...foreign.map(name => ({ name, sweptAt: null, intervalMs: 0, alerts: strangers(alerts, name, []) })),
    ],
  };
}

function environmentOf(alerts: Alerts, watched: Watched): StandingEnvironment {
  const { name, watch } = watched;
  const own = watched.alerts.map((alert): StandingAlert => {
    const { title, priority } = alert;
    const episode = alerts.episodes[keyOfAlert(name, alert.name)];
    const base = { name: alert.name, title, priority };
    // Neither hides the other: what fires and cannot be measured any more still fires.
    const blind = alerts.blind[name]?.alerts[alert.name];
    if (episode && isUnheard(episode))
      return { ...base, state: 'blind', since: null, says: sayUnheard(alerts, episode) };
    if (episode && isFiring(episode))
      return {
        ...base,
        state: 'firing',
        since: episode.firedAt,
        says: blind === undefined ? episode.says : `${episode.says}; ${blind}`,
      };
    if (blind !== undefined) return { ...base, state: 'blind', since: null, says: blind };
    if (alert.judged === null) return { ...base, state: 'outside', since: null, says: 'nobody says that it fires' };
    const reading = alerts.sweeps[name]?.latest[alert.judged.metric];
    const judged = reading?.verdict === 'pass' || reading?.verdict === 'fail';
    return { ...base, state: judged ? 'quiet' : 'waiting', since: null, says: reading?.says ?? 'not measured yet' };
  });
  return {
    name,
    sweptAt: alerts.sweeps[name]?.at ?? null,
    intervalMs: watch.intervalMs,
    alerts: [
      ...own,
      ...strangers(
        alerts,
        name,
        watched.alerts.map(one => one.name),
      ),
    ],
  };
}

/** What somebody else told of, by a name the product file does not know. */
function strangers(alerts: Alerts, environment: string, known: readonly string[]): readonly StandingAlert[] {
  return Object.values(alerts.episodes)
    .filter(one => one.environment === environment && !known.includes(one.alert) && isFiring(one))
    .map(episode => {
      const { alert, title, priority, firedAt, says } = episode;
      return isUnheard(episode)
        ? { name: alert, title, priority, state: 'blind', since: null, says: sayUnheard(alerts, episode) }
        : { name: alert, title, priority, state: 'firing', since: firedAt, says };
    });
}

/** Readings older than this say nothing about now: four sweeps, as everywhere. */
export function isFresh({ sweptAt, intervalMs }: StandingEnvironment, now: Instant): boolean {
  return sweptAt !== null && now - sweptAt <= 4 * intervalMs;
}
