import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { alertMessage } from '#src/chat/cards/alert.ts';
import type { ReceivedAlert } from '#src/domain/alerts/commands.ts';
import { judgeNoAlert } from '#src/domain/alerts/fact.ts';
import { standingAlerts } from '#src/domain/alerts/standing.ts';
import type { Alerts } from '#src/domain/alerts/state.ts';
import { person } from '../../support/given.ts';
import { AlertWorld, NOON } from './alert-world.ts';

const FULL = 'production/disk-full';
const told: ReceivedAlert = {
  name: 'disk-full',
  fingerprint: 'f1',
  state: 'firing',
  environment: 'production',
  priority: null,
  since: NOON,
  endedAt: null,
  says: 'db-1 is 97 % full',
  link: null,
};

const li = person('U0LI', ['on-call']);
const silent = () => new AlertWorld().receives(told).passes(5 * HOUR);
const judged = (world: AlertWorld) =>
  judgeNoAlert(standingAlerts(world.state as Alerts), {
    fact: 'no-alert.P2',
    environment: 'production',
    now: world.now,
  });
const card = (world: AlertWorld) =>
  JSON.stringify(alertMessage(world.state as Alerts, { name: `alert:${world.episode(FULL)?.number}` }));
const closes = (world: AlertWorld, reason: string, actor = li) =>
  world.tell({ type: 'close-alert', number: world.episode(FULL)?.number ?? 0, reason, actor });

describe('[X4] a sender that falls silent', () => {
  test('neither keeps its alert firing for ever nor ends it: nobody knows, told once', () => {
    const world = new AlertWorld().receives(told).passes(5 * HOUR - MINUTE);
    expect(judged(world).outcome).toBe('does-not-hold');
    world.passes(MINUTE);
    expect(world.story('alert.unheard', 'alert.resolved')).toEqual(['alert.unheard disk-full']);
    expect(judged(world).outcome).toBe('unknown');
    expect(judged(world).says).toContain(
      'Alertmanager said last Tue 2026-11-24 13:00 CET that it fires, and nothing for 5 h',
    );
    expect(card(world)).toContain('Not heard of');
    expect(card(world)).toContain('Close…');
    world.passes(24 * HOUR);
    expect(world.story('alert.unheard', 'alert.resolved')).toHaveLength(1);
    expect(world.asked('chat.post').filter(ask => ask.body['under'] !== undefined)).toHaveLength(1);
  });

  test('what is said again as often as its sender says it goes on firing, and is noted now and then', () => {
    const world = new AlertWorld().receives(told);
    for (let hour = 0; hour < 24; hour += 4) world.passes(4 * HOUR).receives(told);
    expect(world.story('alert.unheard')).toEqual([]);
    expect(judged(world).outcome).toBe('does-not-hold');
    for (let minute = 0; minute < 60; minute += 1) world.passes(MINUTE).receives(told);
    expect(world.story('alert.heard').length).toBeLessThanOrEqual(6 + 2);
  });

  test('heard again, it fires again; told that it is over, it is over', () => {
    const world = silent().receives(told);
    expect(judged(world).outcome).toBe('does-not-hold');
    expect(world.story('alert.fired')).toHaveLength(1);
    world.passes(5 * HOUR).receives({ ...told, state: 'resolved', endedAt: world.now });
    expect(world.episode(FULL)?.resolvedAt).toBe(world.now);
    expect(world.asked('pager.resolve')).toHaveLength(1);
  });

  test('another that still says so keeps it firing', () => {
    const world = new AlertWorld().receives(told, { ...told, fingerprint: 'f2' });
    world
      .passes(4 * HOUR)
      .receives({ ...told, fingerprint: 'f2' })
      .passes(2 * HOUR);
    expect(world.story('alert.unheard')).toEqual(['alert.unheard disk-full']);
    expect(judged(world).outcome).toBe('does-not-hold');
    expect(card(world)).not.toContain('Close…');
  });

  test('what is measured here is not for its sender to end', () => {
    const world = new AlertWorld().measures('production', { errors: 0.02 }).passes(6 * MINUTE);
    world.receives({ ...told, name: 'errors' }).passes(6 * HOUR);
    expect(world.episode('production/errors')?.resolvedAt).toBeNull();
    expect(standingAlerts(world.state as Alerts).environments[1]?.alerts[0]).toMatchObject({ state: 'firing' });
  });

  test('a clock set back by an hour makes nobody wait an hour longer', () => {
    const world = new AlertWorld().receives(told).passes(HOUR);
    world.now -= HOUR;
    world.tell({ actor: { kind: 'bot' }, type: 'clock-jumped', byMs: -HOUR });
    expect(world.passes(4 * HOUR).story('alert.unheard')).toHaveLength(1);
  });
});

describe('a person who looked closes it', () => {
  test('with a reason: it is over, its page ends, and whose word that is stands there', () => {
    const world = closes(silent(), 'Alertmanager was taken down; the disk is at 40 %');
    expect(world.facts.find(one => one.type === 'alert.resolved')).toMatchObject({
      actor: { user: 'U0LI' },
      data: { says: 'closed by <@U0LI>: Alertmanager was taken down; the disk is at 40 %' },
    });
    expect(judged(world).outcome).toBe('holds');
    expect(world.asked('pager.resolve')).toHaveLength(1);
    expect(world.receives(told).story('alert.fired')).toHaveLength(2);
  });

  test('not without one, not while its sender is heard, and not by anybody: a go/no-go may pass by it', () => {
    for (const [world, reason, actor] of [
      [silent(), ' ', li],
      [new AlertWorld().receives(told).passes(HOUR), 'looked', li],
      [silent(), 'looked', person('U0TOM', ['devops'])],
      [silent(), 'looked', person('U0LI', ['on-call'], 'unknown')],
    ] as const) {
      closes(world, reason, actor);
      expect(world.episode(FULL)?.resolvedAt).toBeNull();
      expect(judged(world).outcome).not.toBe('holds');
    }
  });
});
