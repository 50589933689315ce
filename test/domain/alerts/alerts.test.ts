import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { noAlerts } from '#src/domain/alerts/define.ts';
import { QUIET_MS } from '#src/domain/alerts/quiet.ts';
import { fixture } from '../../runbook/support.ts';
import { AlertWorld, NOON } from './alert-world.ts';

const P1 = 'production/errors';
const bad = { errors: 0.015 };

const told = {
  name: 'errors',
  fingerprint: 'f1',
  state: 'firing' as const,
  environment: 'production',
  priority: 'P3',
  since: NOON - MINUTE,
  endedAt: null,
  says: 'High error rate',
  link: 'http://prometheus/graph',
};

const firing = () => new AlertWorld().measures('production', bad).passes(6 * MINUTE);

describe('alerts are measured all the time', () => {
  test('[W11] what is over its limit for as long as the alert says fires, once', () => {
    const world = new AlertWorld().measures('production', bad).passes(4 * MINUTE + 30_000);
    expect(world.story('alert.fired')).toEqual([]);
    world.passes(2 * MINUTE);
    expect(world.story('alert.fired')).toEqual(['alert.fired errors']);
    expect(world.episode(P1)).toMatchObject({ priority: 'P1', resolvedAt: null, says: 'errors 1.5 % > 1% for 5 min' });
    world.passes(HOUR);
    expect(world.story('alert.fired', 'alert.resolved')).toEqual(['alert.fired errors']);
  });

  test('[W11] the same figure is an alert in production and none on staging, whose limit is higher', () => {
    const world = new AlertWorld()
      .measures('production', bad)
      .measures('staging', bad)
      .passes(10 * MINUTE);
    expect(Object.keys(world.state?.episodes ?? {})).toEqual([P1]);
  });

  test('[W11] one reading within the limit begins the wait anew', () => {
    const world = new AlertWorld()
      .measures('production', bad)
      .passes(4 * MINUTE)
      .measures('production', {})
      .passes(MINUTE);
    world.measures('production', bad).passes(4 * MINUTE + 30_000);
    expect(world.story('alert.fired')).toEqual([]);
  });

  test('[W11] silence of the logs fires after 10 minutes in production and after 30 on staging', () => {
    const silent = { 'last-log': 11 * MINUTE };
    const world = new AlertWorld()
      .measures('production', silent)
      .measures('staging', silent)
      .passes(2 * MINUTE);
    expect(Object.keys(world.state?.episodes ?? {})).toEqual(['production/log-silence']);
    world.measures('staging', { 'last-log': 31 * MINUTE }).passes(MINUTE);
    expect(Object.keys(world.state?.episodes ?? {})).toContain('staging/log-silence');
  });

  test('it is over when a reading says so, and its page ends with it', () => {
    const world = firing().measures('production', {}).passes(MINUTE);
    expect(world.episode(P1)?.resolvedAt).toBe(world.now);
    expect(world.asked('pager.resolve')).toHaveLength(1);
  });

  test('readings leave nothing behind but the next sweep: an hour of calm is no fact', () => {
    const world = new AlertWorld().passes(HOUR);
    expect(world.story()).toEqual(['alerts.defined']);
    expect(world.state?.sweeps['production']?.at).toBe(NOON + HOUR);
  });

  test('an environment is looked at once a minute, whatever the intervals of its metrics', () => {
    const world = new AlertWorld();
    const seen: number[] = [];
    for (let minute = 0; minute < 5; minute += 1) {
      world.passes(MINUTE);
      seen.push(world.state?.sweeps['production']?.at ?? 0);
    }
    expect(seen.map(at => at - NOON)).toEqual([1, 2, 3, 4, 5].map(minute => minute * MINUTE));
  });
});

describe('what cannot be measured is neither firing nor over', () => {
  test('[X4] after enough errors in a row it is told once, and it is told when it is measured again', () => {
    const world = new AlertWorld().measures('production', { errors: null }).passes(10 * MINUTE);
    expect(world.story()).toEqual(['alerts.defined', 'alerts.blind']);
    expect(world.state?.blind['production']?.alerts['errors']).toContain('could not be measured: HTTP 500');
    world.measures('production', {}).passes(MINUTE);
    expect(world.story().at(-1)).toBe('alerts.seen');
    expect(world.state?.blind['production']?.endedAt).toBe(world.now);
  });

  test('[X4] an alert that fires and cannot be measured any more goes on firing', () => {
    const world = firing().measures('production', { errors: null }).passes(HOUR);
    expect(world.episode(P1)?.resolvedAt).toBeNull();
    expect(world.story('alert.resolved')).toEqual([]);
    expect(world.asked('pager.resolve')).toEqual([]);
  });

  test('[X4] errors neither feed nor break the stretch that makes it fire', () => {
    const world = new AlertWorld().measures('production', bad).passes(3 * MINUTE);
    world
      .measures('production', { errors: null })
      .passes(MINUTE)
      .measures('production', bad)
      .passes(2 * MINUTE);
    expect(world.story('alert.fired')).toEqual(['alert.fired errors']);
  });
});

describe('routing', () => {
  test('[W11] production P1 pages and tells its channel; staging P1 tells channel and mail and pages nobody', () => {
    const production = firing();
    expect(production.asked('pager.trigger')).toMatchObject([
      { body: { key: 'PAGERDUTY_ROUTING_KEY', roles: ['on-call'], severity: 'critical' } },
    ]);
    expect(production.asked('chat.post')).toMatchObject([{ body: { channel: 'C0INCIDENTS' } }]);
    expect(production.asked('mail.send')).toEqual([]);
    const staging = new AlertWorld().measures('staging', { errors: 0.03 }).passes(6 * MINUTE);
    expect(staging.asked('pager.trigger')).toEqual([]);
    expect(staging.asked('chat.post')).toMatchObject([{ body: { channel: 'C0STAGING' } }]);
    expect(staging.asked('mail.send')).toMatchObject([{ body: { to: ['devops@example.org'] } }]);
  });

  test('[W11] a P3 of staging is mailed and nothing else', () => {
    const world = new AlertWorld().measures('staging', { p95: 500 }).passes(6 * MINUTE);
    expect(world.effects.map(one => one.kind)).toEqual(['mail.send']);
  });

  test('a page nobody acknowledges is followed by direct messages and mail, as for an incident', () => {
    const world = firing();
    world.tell({
      actor: { kind: 'bot' },
      type: 'page-accepted',
      page: Object.keys(world.state?.pages ?? {})[0] ?? '',
      says: 'accepted',
    });
    world.passes(6 * MINUTE);
    expect(world.asked('chat.direct')).toMatchObject([{ body: { user: 'U0LI', about: 'alert-page' } }]);
  });

  test('whoever says "I have it" ends the wait, and the provider is told', () => {
    const world = new AlertWorld().measures('production', bad).passes(5 * MINUTE + 30_000);
    const number = world.episode(P1)?.number ?? 0;
    const actor = { kind: 'person', team: 'T', user: 'U0LI', roles: [], standing: 'full' } as const;
    world.tell({ actor, type: 'acknowledge-alert', number }).passes(6 * MINUTE);
    expect(world.asked('pager.acknowledge')).toHaveLength(1);
    expect(world.asked('chat.direct')).toEqual([]);
  });
});

describe('an alert that comes and goes', () => {
  function flap(times: number): AlertWorld {
    const world = new AlertWorld();
    for (let time = 0; time < times; time += 1)
      world
        .measures('production', bad)
        .passes(6 * MINUTE)
        .measures('production', {})
        .passes(2 * MINUTE);
    return world;
  }

  test('keeps one message, whose thread says it three times and then no more', () => {
    const world = flap(8);
    const names = world.asked('chat.post').map(one => one.body['name'] ?? 'below');
    expect(names.filter(name => name !== 'below')).toHaveLength(1);
    expect(names.filter(name => name === 'below').length).toBeLessThanOrEqual(7);
    expect(world.episode(P1)?.firings).toBe(8);
  });

  test('keeps the order of its pages, and holds up none of another alert of the same phone', () => {
    const world = flap(2)
      .measures('production', { p95: 900 })
      .passes(6 * MINUTE);
    const order = world.effects.filter(one => one.kind === 'pager.trigger' || one.kind === 'pager.resolve');
    const lanes = Map.groupBy(order, one => one.lane);
    expect(new Set(order.map(one => one.body['key']))).toEqual(new Set(['PAGERDUTY_ROUTING_KEY']));
    expect([...lanes.values()].map(all => all.map(one => one.kind))).toEqual([
      ['pager.trigger', 'pager.resolve', 'pager.trigger', 'pager.resolve'],
      ['pager.trigger'],
    ]);
  });

  test('pages anew at first, and from the third time on keeps its page until it has been quiet', () => {
    const world = flap(8);
    expect(world.asked('pager.trigger')).toHaveLength(3);
    expect(world.asked('pager.resolve')).toHaveLength(2);
    world.passes(20 * MINUTE);
    expect(world.asked('pager.resolve')).toHaveLength(3);
    const { key, dedupKey } = world.asked('pager.trigger').at(-1)?.body ?? {};
    expect(world.asked('pager.resolve').at(-1)?.body).toMatchObject({ key, dedupKey });
    expect(world.asked('pager.read-back').at(-1)?.body).toMatchObject({ key, dedupKey });
    expect(world.episode(P1)).toBeUndefined();
    expect(world.state?.pages).toEqual({});
  });

  test('a page that opened nothing is asked for once more while it fires, and not once it is over', () => {
    const absent = (world: AlertWorld) => {
      const page = String(world.asked('pager.trigger').at(-1)?.body['page']);
      const none = { by: null, at: null, url: null, assigned: [], via: 'read-back' } as const;
      world.tell({ actor: BOT, type: 'page-accepted', page, says: 'taken' });
      return world.tell({ actor: BOT, type: 'page-standing', page, state: 'absent', ...none });
    };
    const fires = new AlertWorld().measures('production', bad).passes(6 * MINUTE);
    expect(absent(fires).asked('pager.trigger')).toHaveLength(2);
    const over = flap(3);
    const told = over.asked('chat.direct').length;
    expect(absent(over).asked('pager.trigger')).toHaveLength(3);
    expect(over.asked('chat.direct')).toHaveLength(told);
  });

  test('is a new story after a quarter of an hour of quiet', () => {
    const world = flap(1)
      .passes(20 * MINUTE)
      .measures('production', bad)
      .passes(6 * MINUTE);
    expect(world.episode(P1)?.firings).toBe(1);
    expect(world.asked('chat.post').filter(one => one.body['name'])).toHaveLength(2);
  });
});

describe('told by Alertmanager or Grafana', () => {
  test('[W11] one of the same name is the same alert: one message, one page, its own priority; over when both say so', () => {
    const world = firing().receives(told);
    expect(Object.keys(world.state?.episodes ?? {})).toEqual([P1]);
    expect(world.episode(P1)).toMatchObject({ priority: 'P1', firings: 1 });
    expect(world.asked('pager.trigger')).toHaveLength(1);
    world.measures('production', {}).passes(2 * MINUTE);
    expect(world.episode(P1)?.resolvedAt).toBeNull();
    world.receives({ ...told, state: 'resolved', endedAt: world.now });
    expect(world.episode(P1)?.resolvedAt).toBe(world.now);
  });

  test('the same word again changes nothing', () => {
    const world = new AlertWorld().receives(told).receives(told).receives(told);
    expect(world.story('alert.fired')).toEqual(['alert.fired errors']);
  });

  test('a late word about an earlier firing does not end the one that goes on', () => {
    const world = new AlertWorld().receives({ ...told, since: NOON });
    world.receives({ ...told, state: 'resolved', endedAt: NOON - 10 * MINUTE });
    expect(world.episode(P1)?.resolvedAt).toBeNull();
  });

  test('[W11] with evaluate: outside it is routed by the priority of the product file', () => {
    const world = new AlertWorld().receives({ ...told, name: 'disk-full', priority: null });
    expect(world.asked('pager.trigger')).toHaveLength(1);
    expect(world.episode('production/disk-full')).toMatchObject({ priority: 'P2', title: 'disk full' });
  });

  test('an unknown name is kept, and routed by its own labels where the routing knows them', () => {
    const world = new AlertWorld().receives(
      { ...told, name: 'Watchdog', priority: 'p3' },
      { ...told, name: 'Odd', priority: 'none' },
    );
    expect(world.episode('production/Watchdog')).toMatchObject({ priority: 'P3' });
    expect(world.asked('chat.post')).toMatchObject([{ body: { channel: 'C0RELEASES' } }]);
    expect(world.episode('production/Odd')).toMatchObject({ priority: 'none', route: null });
  });

  test('an environment nobody here knows is kept under its name and told to nobody', () => {
    const world = new AlertWorld().receives({ ...told, environment: 'qa' });
    expect(world.episode('qa/errors')?.route).toBeNull();
    expect(world.effects).toEqual([]);
  });

  test('one of many instances that ends does not end the alert', () => {
    const world = new AlertWorld().receives(told, { ...told, fingerprint: 'f2' });
    world.receives({ ...told, state: 'resolved', endedAt: NOON });
    expect(world.episode(P1)?.resolvedAt).toBeNull();
    world.receives({ ...told, fingerprint: 'f2', state: 'resolved', endedAt: NOON });
    expect(world.episode(P1)?.resolvedAt).toBe(NOON);
  });
});

describe('other files', () => {
  const edited = (find: string, put: string) =>
    fixture('lookout').map(one => ({ ...one, text: one.text.replace(find, put) }));

  test('the same files change nothing', () => {
    expect(new AlertWorld().define(fixture('lookout')).story()).toEqual(['alerts.defined']);
  });

  test('what fires goes on firing under another limit until it is measured to be over', () => {
    const world = firing().define(edited('production: 1%', 'production: 3%'));
    expect(world.episode(P1)?.resolvedAt).toBeNull();
    world.passes(2 * MINUTE);
    expect(world.episode(P1)?.resolvedAt).not.toBeNull();
  });

  test('an alert that is taken out is over, and it is said why; its old sweeps change nothing', () => {
    const world = firing().define(
      edited(/ {2}errors: \{ priority.*\n/.exec(fixture('lookout')[1]?.text ?? '')?.[0] ?? '', ''),
    );
    expect(world.episode(P1)).toMatchObject({ says: 'it is not measured any more: the product file changed' });
    const sweeps = world.passes(10 * MINUTE).state?.sweeps['production'];
    expect(sweeps?.latest['errors']).toBeUndefined();
  });

  test('an alert from outside goes on without its name in the file, and is over with the last alert of the product', () => {
    const world = new AlertWorld().receives({ ...told, name: 'disk-full' });
    world.define(edited('  disk-full: { priority: P2, evaluate: outside }\n', ''));
    expect(world.episode('production/disk-full')?.resolvedAt).toBeNull();
    world.defineAs(noAlerts(world.definition));
    expect(world.episode('production/disk-full')).toMatchObject({
      resolvedAt: world.now,
      says: 'the product has no alerts any more: the product file changed',
    });
    world.passes(QUIET_MS);
    expect(world.state?.episodes).toEqual({});
    expect(world.asked('pager.resolve')).toHaveLength(1);
  });
});

describe('a grade is suggested before anybody has declared an incident', () => {
  const down = { ready: false };

  test('[H1] told once with its figures, and its end is told', () => {
    const world = new AlertWorld().measures('production', down).passes(20 * MINUTE);
    expect(world.facts.filter(one => one.type === 'incident.suggested').map(one => one.data)).toEqual([
      { severity: 'SEV1', says: 'SEV1: ready fails for 5 min' },
    ]);
    expect(world.asked('chat.post').filter(one => String(one.body['name']).startsWith('suggestion'))).toMatchObject([
      { body: { channel: 'C0INCIDENTS' } },
    ]);
    world.measures('production', {}).passes(MINUTE);
    expect(world.story().at(-1)).not.toBe('incident.suggested');
    expect(world.state?.suggestion?.ended).toBe('it holds no more');
  });

  test('[H1] not while an incident is open: that one suggests by itself', () => {
    const world = new AlertWorld();
    world.incidents = ['INC-1'];
    world.measures('production', down).passes(20 * MINUTE);
    expect(world.state?.suggestion).toBeNull();
    world.incidents = [];
    world.passes(MINUTE);
    expect(world.state?.suggestion?.severity).toBe('SEV1');
    world.incidents = ['INC-2'];
    world.passes(MINUTE);
    expect(world.state?.suggestion?.ended).toBe('INC-2 is open');
  });

  test('[X4] what cannot be measured any more is not over', () => {
    const world = new AlertWorld().measures('production', down).passes(10 * MINUTE);
    world.measures('production', { ready: null }).passes(10 * MINUTE);
    expect(world.state?.suggestion?.endedAt).toBeNull();
  });
});
