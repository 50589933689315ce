import type { Agent } from '#src/fakes/pagerduty/incidents.ts';
import type { PagerDutyFake } from '#src/fakes/pagerduty/start.ts';
import type { PagePhones, PhoneEntry } from './protocol.ts';

export type Phones = {
  state(): PagePhones;
  /** Answers, each time it is called, a sentence when a phone has begun to ring since it was last called. */
  begun(): string | null;
};

const LOG_MAX = 10;

/** What people's phones do, read off PagerDuty and nothing else. `holders`: PagerDuty's user id -> Slack's. */
export function createPhones(pagerDuty: PagerDutyFake, holders: ReadonlyMap<string, string>): Phones {
  let known = 0;
  const rings = () => pagerDuty.users.flatMap(user => pagerDuty.phone(user.id).log);
  const nameOf = (id: string) => pagerDuty.users.find(one => one.id === id)?.name ?? id;
  return {
    begun() {
      const before = known;
      known = rings().length;
      if (known <= before) return null;
      const ringing = pagerDuty.users.filter(user => pagerDuty.phone(user.id).ringing.length > 0);
      const names = new Intl.ListFormat('en-GB').format(ringing.map(one => one.name));
      return ringing.length === 0 ? null : `Stopped: the phone of ${names} rings.`;
    },
    state: () => ({
      ringing: pagerDuty.users.flatMap(user =>
        pagerDuty.phone(user.id).ringing.map(({ key, title, service, assignedAt, number }) => ({
          phone: user.id,
          user: holders.get(user.id) ?? user.id,
          name: user.name,
          ...{ key, number, title, service: service.name, since: assignedAt },
        })),
      ),
      onCall: pagerDuty
        .onCall()
        .flatMap(({ schedule, user }) => (schedule ? [{ on: schedule.name, name: user.name }] : [])),
      log: [...rungIn(), ...answeredIn()].toSorted((a, b) => b.at - a.at).slice(0, LOG_MAX),
    }),
  };

  function rungIn(): PhoneEntry[] {
    return rings().map(({ at, user, incident }) => ({
      at,
      who: nameOf(user),
      did: 'rang',
      number: numberOf(incident),
    }));
  }

  function answeredIn(): PhoneEntry[] {
    return pagerDuty.incidents().flatMap(({ number, status, acknowledgedBy, changed }) => {
      const taken = acknowledgedBy.map(({ by, at }) => ({
        at,
        who: nameOfAgent(by),
        did: 'acknowledged' as const,
        number,
      }));
      const ended = { at: changed.at, who: nameOfAgent(changed.by), did: 'resolved' as const, number };
      return status === 'resolved' ? [...taken, ended] : taken;
    });
  }

  function numberOf(id: string): number {
    return pagerDuty.incidents().find(one => one.id === id)?.number ?? 0;
  }
}

/** Over a service only the bot speaks. */
function nameOfAgent({ type, summary }: Agent): string {
  return type === 'user_reference' ? summary : 'gonogo';
}
