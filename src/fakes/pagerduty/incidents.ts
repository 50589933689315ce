import type { Instant } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { People } from './directory.ts';
import type { FakeClock, ServiceSeed } from './options.ts';

/** Who did something: a person, or the service an event came through. */
export type Agent = {
  readonly id: string;
  readonly type: 'user_reference' | 'service_reference';
  readonly summary: string;
};

export type Incident = {
  readonly id: string;
  readonly number: number;
  /** The alert's key. */
  readonly key: string;
  readonly service: ServiceSeed;
  readonly title: string;
  readonly createdAt: Instant;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  /** Level of the policy, from 1. */
  readonly level: number;
  /** How often the policy began again. */
  readonly round: number;
  /** User ids. */
  readonly assigned: readonly string[];
  readonly assignedAt: Instant;
  readonly acknowledgedBy: readonly { readonly by: Agent; readonly at: Instant }[];
  readonly changed: { readonly by: Agent; readonly at: Instant };
  /** When the next level is rung, or an acknowledgement ends; null: never. */
  readonly wakesAt: Instant | null;
};

export type Happening = 'triggered' | 'acknowledged' | 'unacknowledged' | 'resolved' | 'escalated' | 'reassigned';

type Parts = {
  readonly clock: FakeClock;
  readonly people: People;
  readonly newId: (kind: string) => string;
  readonly happened: (what: Happening, incident: Incident, by: Agent) => void;
};

export type Incidents = ReturnType<typeof createIncidents>;

/** What PagerDuty makes of events, of people, and of time that passes. */
export function createIncidents({ clock, people, newId, happened }: Parts) {
  let all: readonly Incident[] = [];

  function put(what: Happening, next: Incident, by: Agent): Incident {
    all = all.some(one => one.id === next.id) ? all.map(one => (one.id === next.id ? next : one)) : [...all, next];
    happened(what, next, by);
    return next;
  }

  /** Rings a level from an instant on. */
  function atLevel(service: ServiceSeed, at: Instant, level: number, round: number) {
    const policy = people.policy(service.policy);
    const delayMs = policy.levels[level - 1]?.delayMs ?? 0;
    const isLast = level === policy.levels.length && round >= (policy.repeats ?? 0);
    const assigned = people.ringsAt(policy, level);
    return { level, round, assigned, assignedAt: at, wakesAt: isLast ? null : at + delayMs };
  }

  const openOne = (service: ServiceSeed, key: string) =>
    all.find(one => one.service.id === service.id && one.key === key && one.status !== 'resolved');

  function acknowledge(incident: Incident, by: Agent, forMs = incident.service.acknowledgedForMs) {
    const at = clock.now();
    const acknowledgedBy = [...incident.acknowledgedBy.filter(one => one.by.id !== by.id), { by, at }];
    const wakesAt = forMs === undefined ? null : at + forMs;
    return put(
      'acknowledged',
      { ...incident, status: 'acknowledged', acknowledgedBy, changed: { by, at }, wakesAt },
      by,
    );
  }

  function resolve(incident: Incident, by: Agent) {
    const changed = { by, at: clock.now() };
    return put('resolved', { ...incident, status: 'resolved', assigned: [], changed, wakesAt: null }, by);
  }

  /** An acknowledgement ran out, or nobody came: rings on. */
  function wake(incident: Incident, at: Instant) {
    const by = agentOf(incident.service);
    if (incident.status === 'acknowledged') {
      const again = atLevel(incident.service, at, incident.level, incident.round);
      const changed = { by, at };
      put('unacknowledged', { ...incident, ...again, status: 'triggered', acknowledgedBy: [], changed }, by);
    } else {
      const { levels } = people.policy(incident.service.policy);
      const [level, round] =
        incident.level < levels.length ? [incident.level + 1, incident.round] : [1, incident.round + 1];
      put('escalated', { ...incident, ...atLevel(incident.service, at, level, round) }, by);
    }
  }

  const nextWake = () =>
    all.filter(one => one.wakesAt !== null).toSorted((a, b) => (a.wakesAt ?? 0) - (b.wakesAt ?? 0))[0];

  return {
    all: () => all,
    /** Opens an incident, or merges with the open one of the same key: then nobody is rung again. */
    trigger({ service, key, title }: { service: ServiceSeed; key: string; title: string }): Incident {
      const open = openOne(service, key);
      if (open) return open;
      const at = clock.now();
      const by = agentOf(service);
      return put(
        'triggered',
        {
          id: newId('Q'),
          number: all.length + 1,
          key,
          service,
          title,
          createdAt: at,
          status: 'triggered',
          acknowledgedBy: [],
          changed: { by, at },
          ...atLevel(service, at, 1, 0),
        },
        by,
      );
    },
    openOne,
    acknowledge,
    resolve,
    reassign(incident: Incident, by: Agent, to: readonly string[]) {
      const at = clock.now();
      const assigned = to.map(id => people.user(id).id);
      return put(
        'reassigned',
        {
          ...incident,
          status: 'triggered',
          acknowledgedBy: [],
          assigned,
          assignedAt: at,
          changed: { by, at },
          wakesAt: null,
        },
        by,
      );
    },
    /** The newest of a key. Throws `fake.misused` when there is none. */
    byKey(key: string): Incident {
      const incident = all.findLast(one => one.key === key);
      if (!incident) throw new GonogoError('fake.misused', `The PagerDuty fake has no incident with the key ${key}.`);
      return incident;
    },
    /** Null: time changes nothing by itself. */
    nextDue: (): Instant | null => nextWake()?.wakesAt ?? null,
    /** Does what is due by now, in the order of its instants. */
    passTime() {
      for (let next = nextWake(); next && (next.wakesAt ?? 0) <= clock.now(); next = nextWake())
        wake(next, next.wakesAt ?? 0);
    },
  };
}

export function agentOf(service: ServiceSeed): Agent {
  return { id: service.id, type: 'service_reference', summary: service.name };
}
