import { pageMoments } from '#src/domain/incident/timers.ts';
import type { Timer, Timers } from '#src/domain/procedure/timers.ts';
import { QUIET_MS } from './quiet.ts';
import type { Alerts } from './state.ts';
import { unheardTimers } from './unheard.ts';

/** When the alerts of a product must be looked at again, as a function of their state. Sweeps follow one another as effects. */
export function alertTimers(alerts: Alerts): Timers {
  const timers: { [name: string]: Timer } = {};
  for (const [key, { resolvedAt }] of Object.entries(alerts.episodes))
    if (resolvedAt !== null) timers[`quiet:${key}`] = { at: resolvedAt + QUIET_MS, policy: 'catch-up' };
  for (const [name, at] of unheardTimers(alerts)) timers[name] = { at, policy: 'catch-up' };
  for (const page of Object.values(alerts.pages))
    for (const [name, at] of pageMoments(alerts, page)) timers[`${name}:${page.id}`] = { at, policy: 'catch-up' };
  return timers;
}
