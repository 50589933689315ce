import type { Check, Scope } from './check.ts';
import { incidentOfKey } from './check.ts';

/**
 * R4: at the provider one alert of an incident and a routing key is open at a time, and none when all is over. One whose
 * end the provider said yes to and did not do may stand beside another until the bot has looked.
 */
export function checkAlerts({ world, problem }: Scope): Check {
  const { provider } = world;
  return {
    rang(dedupKey) {
      const same = provider
        .open()
        .filter(
          key =>
            !provider.undone.has(key) &&
            incidentOfKey(key) === incidentOfKey(dedupKey) &&
            provider.routed.get(key) === provider.routed.get(dedupKey),
        );
      if (same.length > 1) problem(`R4 open at the provider at one time: ${same.join(', ')}`);
    },
    ends() {
      for (const key of provider.open()) problem(`R4 ${key} is still open at the provider`);
    },
  };
}
