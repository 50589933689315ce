import { expect } from 'vitest';
import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Ask, Command, News, PersonCommand } from '#src/domain/commands.ts';
import type { Decided } from '#src/domain/decide.ts';
import { decide } from '#src/domain/decide.ts';
import type { EventType } from '#src/domain/events.ts';
import { EVENT_SCHEMAS } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { Declare } from '#src/domain/incident/commands.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { timerChanges } from '#src/domain/procedure/timers.ts';
import { react } from '#src/domain/react.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { timersOf } from '#src/domain/timers.ts';
import { declaration } from '../../support/incident.ts';
import { metrics, phase, product } from '../../support/runbook.ts';

export const T0: Instant = Date.UTC(2026, 10, 24, 2, 2);

export function grade(name: string, change: Partial<Grade> = {}): Grade {
  return {
    name,
    title: name,
    criteria: `${name} it is`,
    suggest: [],
    page: true,
    calls: ['commander', 'on-call', 'service-owner'],
    channel: null,
    cadence: { dueMs: 10 * MINUTE, missedMs: 20 * MINUTE, text: '10m' },
    actions: [],
    first: null,
    holdsReleases: true,
    postmortem: { kind: 'elapsed', amount: 48 * 60 * MINUTE, text: '48h' },
    ...change,
  };
}

const role = (title: string) => ({ title, onCall: null, pager: null, users: [], group: null, mail: [] });

/** A product with somebody on call, whose SEV1 pages and is updated every ten minutes. */
export function incidentRunbook(change: Partial<IncidentRunbook> = {}): IncidentRunbook {
  return {
    kind: 'incident',
    product: product({
      services: {
        default: { url: null, owner: 'devops', pager: 'PAGERDUTY_ROUTING_KEY', container: null },
        payments: { url: 'http://payments', owner: 'devops', pager: null, container: 'payments-1' },
      },
      roles: {
        ...product().roles,
        'on-call': { ...role('On call'), onCall: { schedule: 'PSCHED1', policy: null }, mail: ['duty@shop.example'] },
        cto: { ...role('CTO'), pager: 'PAGERDUTY_CTO_KEY' },
      },
      metrics: metrics(),
    }),
    title: 'Shop incident',
    environment: 'production',
    grades: [
      grade('SEV1'),
      grade('SEV2', {
        cadence: { dueMs: 20 * MINUTE, missedMs: 30 * MINUTE, text: '20m-30m' },
        holdsReleases: false,
        calls: ['commander', 'service-owner'],
      }),
      grade('SEV3', {
        page: false,
        cadence: { dueMs: 60 * MINUTE, missedMs: 120 * MINUTE, text: '1h' },
        calls: ['service-owner'],
        holdsReleases: false,
        postmortem: null,
      }),
    ],
    escalation: [],
    phases: [phase('triage', [], { roles: [] })],
    actions: [],
    updates: { fields: ['conditions', 'actions', 'needs', 'nextUpdate'], to: [] },
    resolve: { stable: null, require: [] },
    postmortem: { reviewers: [], sections: [] },
    files: [{ path: 'incident.yml', hash: 'b'.repeat(64) }],
    ...change,
  };
}

type Person = PersonCommand['actor'];

/** An incident on a clock that stands until it is moved. What it asks of the world is collected, and answered by the test. */
export class IncidentWorld {
  now = T0;
  #run: IncidentRun | null = null;
  readonly #timers = new Map<string, Instant>();
  readonly facts: Fact[] = [];
  effects: EffectAsk[] = [];
  readonly runbook: IncidentRunbook;

  constructor(runbook: IncidentRunbook = incidentRunbook()) {
    this.runbook = runbook;
  }

  get run(): IncidentRun {
    if (this.#run === null) throw new Error('nothing is declared');
    return this.#run;
  }

  declare(change: Partial<Declare> = {}, user = 'U0ANA'): Decided {
    const people = { devops: ['U0DEV'], 'on-call': ['U0LI'], cto: ['U0CTO'], captain: ['U0ANA'], owner: ['U0OWN'] };
    const given = { runbook: this.runbook, title: 'Checkout down', channel: 'C0INC', executables: {}, people };
    return this.do({ ...declaration({ ...given, ...change }), actor: this.person(user) });
  }

  /** Somebody asks something; a refusal is an answer too. */
  ask(user: string, ask: Ask): Decided {
    return this.do({ ...ask, actor: this.person(user) } as PersonCommand);
  }

  tell(news: News): Decided {
    return this.do({ ...news, actor: BOT } as Command);
  }

  person(user: string): Person {
    const people: { [user: string]: string[] } = {
      U0DEV: ['devops'],
      U0LI: ['on-call'],
      U0CTO: ['cto'],
      U0ANA: ['captain'],
      U0OWN: ['owner'],
    };
    return { kind: 'person', team: 'T1', user, standing: 'full', roles: people[user] ?? [] };
  }

  do(command: Command): Decided {
    const decided = decide('incident:INC-7', this.#run, command, this.now);
    for (const fact of decided.facts) {
      const schema = EVENT_SCHEMAS[fact.type as EventType];
      expect(schema.parse(JSON.parse(JSON.stringify(fact.data))), fact.type).toEqual(fact.data);
    }
    this.facts.push(...decided.facts);
    const before = this.#run;
    this.#run = decided.run as IncidentRun | null;
    const changes = timerChanges(before ? timersOf(before) : {}, this.#run ? timersOf(this.#run) : {});
    for (const [name, timer] of Object.entries(changes)) {
      if (timer === null) this.#timers.delete(name);
      else this.#timers.set(name, timer.at);
    }
    this.effects.push(...decided.effects, ...(decided.run ? react(decided.run, decided.facts) : []));
    return decided;
  }

  /** Moves the clock and fires what comes due, in order. */
  pass(ms: number): this {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, at]) => at <= end).toSorted((a, b) => a[1] - b[1])[0];
      if (!due) break;
      // As the store does: a timer that fired is gone until the state asks for another moment.
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1]);
      this.tell({ type: 'timer', name: due[0] });
    }
    this.now = end;
    return this;
  }

  /** A stop of the bot: time passes, and everything that came due fires afterwards. */
  sleep(ms: number): this {
    this.now += ms;
    return this.pass(0);
  }

  /** `minutes type`, of the facts of these types. */
  story(...types: readonly EventType[]): readonly string[] {
    return this.facts.filter(fact => types.includes(fact.type)).map(fact => `${(fact.at - T0) / MINUTE} ${fact.type}`);
  }

  of<T extends EventType>(type: T): readonly (Fact & { type: T })[] {
    return this.facts.filter((fact): fact is Fact & { type: T } => fact.type === type);
  }

  asked(kind: EffectAsk['kind']): readonly EffectAsk[] {
    return this.effects.filter(one => one.kind === kind);
  }
}
