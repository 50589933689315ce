import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { StandingAlert, StandingAlerts, StandingEnvironment } from './standing.ts';
import { isFresh } from './standing.ts';

/** The fact of a gate: `no-alert`, or of one priority `no-alert.P1`. */
export const NO_ALERT = 'no-alert';

export function isNoAlert(fact: string): boolean {
  return fact === NO_ALERT || fact.startsWith(`${NO_ALERT}.`);
}

type Asked = { readonly fact: string; readonly environment: string; readonly now: Instant };
type Judged = Pick<FoundFact, 'outcome' | 'says'>;

/** Holds when every alert asked for was measured lately and none fires. What nobody measured does not hold. */
export function judgeNoAlert(standing: StandingAlerts | null, { fact, environment, now }: Asked): Judged {
  const found = standing?.environments.find(one => one.name === environment);
  if (found === undefined) return { outcome: 'unknown', says: `no alert of ${environment} is measured or told of` };
  const priority = fact.slice(NO_ALERT.length + 1);
  const asked = found.alerts.filter(one => priority === '' || one.priority === priority);
  const firing = asked.filter(one => one.state === 'firing');
  if (firing.length > 0) return { outcome: 'does-not-hold', says: firing.map(sayFiring).join('; ') };
  return unmeasured(found, asked, now) ?? { outcome: 'holds', says: sayQuiet(asked, { priority, environment }) };
}

function unmeasured(found: StandingEnvironment, asked: readonly StandingAlert[], now: Instant): Judged | null {
  const blind = asked.filter(one => one.state === 'blind' || one.state === 'waiting');
  if (blind.length > 0) return { outcome: 'unknown', says: blind.map(one => `${one.title}: ${one.says}`).join('; ') };
  if (asked.every(one => one.state === 'outside') || isFresh(found, now)) return null;
  const since = found.sweptAt === null ? 'not yet' : `${sayDuration(now - found.sweptAt)} ago`;
  return { outcome: 'unknown', says: `the alerts of ${found.name} were last measured ${since}` };
}

function sayFiring({ title, priority, says }: StandingAlert): string {
  return `${priority} ${title} fires: ${says}`;
}

/** What is evaluated outside is quiet as far as somebody told. */
function sayQuiet(
  asked: readonly StandingAlert[],
  { priority, environment }: { readonly priority: string; readonly environment: string },
): string {
  const what = priority === '' ? 'no alert' : `no ${priority} alert`;
  const measured = asked.filter(one => one.state === 'quiet').length;
  const outside = asked.length - measured;
  const told = outside === 0 ? '' : `, ${outside} as far as somebody outside told`;
  return `${what} of ${environment} fires (${measured} measured${told})`;
}
