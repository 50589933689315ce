import type { Config } from '#src/config/env.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { ok, problem, type Seen } from './finding.ts';
import type { Check } from './run-checks.ts';

/** Services that the runbooks speak to are set. They are not called: nothing of theirs can be tried without doing it. */
export function servicesCheck(config: Config, loaded: Loaded): Check {
  return {
    name: 'Services',
    remedy: 'Look at the variables of the services in README.md.',
    run: async () => wanted(config).flatMap(service => service.seen(loaded)),
  };
}

function wanted({ grafana, tickets, statusPage }: Config) {
  return [
    ofVerb('annotate', 'Grafana', grafana !== null, 'GRAFANA_URL and GRAFANA_TOKEN'),
    ofVerb('ticket', 'Tickets', tickets !== null, 'GITHUB_TOKEN and GONOGO_TICKETS'),
    ofVerb('statuspage', 'Status page', statusPage !== null, 'STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID'),
  ];
}

function ofVerb(verb: string, name: string, isSet: boolean, settings: string) {
  return of(`"verb":"${verb}"`, name, isSet, settings);
}

/** A resolved runbook is plain JSON: what it uses stands in it. */
function of(mark: string, name: string, isSet: boolean, settings: string) {
  return {
    seen({ products }: Loaded): readonly Seen[] {
      const users = products.filter(({ releases, incident, drills }) =>
        JSON.stringify([releases, incident, drills]).includes(mark),
      );
      if (users.length === 0) return [];
      const who = users.map(one => one.name).join(', ');
      return isSet
        ? [ok(`${name}: set, for ${who}; whether it answers, only a call can tell.`)]
        : [problem(`${name}: ${who} needs it, and it is not set.`, `Set ${settings}.`)];
    },
  };
}
