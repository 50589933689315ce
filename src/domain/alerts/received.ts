import type { Command } from '#src/domain/commands.ts';
import type { Alert } from '#src/domain/runbook/model/alert.ts';
import type { ReceivedAlert } from './commands.ts';
import type { AlertDraft } from './draft.ts';
import { fire, resolve } from './firing.ts';
import { sender } from './senders.ts';
import type { Alerts } from './state.ts';
import { keyOfAlert } from './state.ts';

/** Where an alert belongs that says no environment anybody here knows. */
const PRODUCTION = 'production';
/** What is told of without a priority is listed last and routed to nobody. */
const NO_PRIORITY = '-';

/** What Alertmanager or Grafana told. The same word again changes nothing; one of a name we know is that alert. */
export function received(draft: AlertDraft, { sender, alerts }: Extract<Command, { type: 'alerts-received' }>): void {
  for (const told of alerts) {
    const environment = environmentOf(draft.alerts, told);
    const known = knownAlert(draft.alerts, environment, told.name);
    const source = `${sender}:${told.fingerprint}`;
    if (told.state === 'resolved') over(draft, { told, environment, source });
    else
      fire(draft, {
        alert: told.name,
        title: known?.title ?? told.name,
        environment,
        priority: known?.priority ?? priorityOf(draft.alerts, environment, told),
        source,
        says: told.says,
        since: Math.min(told.since, draft.now),
        link: told.link,
      });
  }
}

type Over = { readonly told: ReceivedAlert; readonly environment: string; readonly source: string };

/** A late word about an earlier firing does not end the one that goes on. */
function over(draft: AlertDraft, { told, environment, source }: Over): void {
  const firing = draft.alerts.episodes[keyOfAlert(environment, told.name)]?.firing[source];
  if (firing === undefined || (told.endedAt !== null && told.endedAt < firing.since)) return;
  resolve(draft, { alert: told.name, environment, source, says: `${sender(source)} says that it is over` });
}

/** What its labels say where they say it; else the one environment that knows an alert of this name. */
function environmentOf({ definition }: Alerts, { environment, name }: ReceivedAlert): string {
  const { environments } = definition;
  if (environment !== null) {
    const wanted = environment.toLowerCase();
    return environments.find(one => one.name.toLowerCase() === wanted)?.name ?? environment;
  }
  const knowing = environments.filter(one => one.alerts.some(alert => alert.name === name));
  const [only] = knowing.length === 1 ? knowing : environments.length === 1 ? environments : [];
  return only?.name ?? PRODUCTION;
}

function knownAlert({ definition }: Alerts, environment: string, name: string): Alert | undefined {
  return definition.environments.find(one => one.name === environment)?.alerts.find(one => one.name === name);
}

/** `p1` means the `P1` of the routing; what the routing does not know is kept as it was said. */
function priorityOf({ definition }: Alerts, environment: string, { priority }: ReceivedAlert): string {
  if (priority === null) return NO_PRIORITY;
  const routes = definition.environments.find(one => one.name === environment)?.routes ?? {};
  return Object.keys(routes).find(one => one.toLowerCase() === priority.toLowerCase()) ?? priority;
}
