import { ok } from './finding.ts';
import type { Check } from './run-checks.ts';

/** The last way to somebody. It is connected to and nothing is sent: a mail would go to everybody. */
export function mailHookCheck(url: string, connects: (url: string) => Promise<void>): Check {
  return {
    name: 'Mail hook',
    remedy: 'Look at GONOGO_MAIL_HOOK and at the way out of this network.',
    async run() {
      await connects(url);
      return [ok(`${new URL(url).host} can be reached; whether it sends a mail, only a mail can tell.`)];
    },
  };
}
