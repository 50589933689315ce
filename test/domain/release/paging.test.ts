import { describe, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { releaseCard } from '#src/chat/cards/release.ts';
import { storyLine } from '#src/chat/story-line.ts';
import type { ToldFact } from '#src/chat/told.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Role } from '#src/domain/runbook/model/product.ts';
import type { StandstillRule } from '#src/domain/runbook/model/release.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { dev, person } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, metrics, product, rollback, rollout, run, runbook } from '../../support/runbook.ts';
import { above, metric, value } from '../measure/metrics.ts';

const BAD = value(0.05);
const ERROR: SampleOutcome = { kind: 'error', silent: false, detail: 'HTTP 500' };
const ASK: Partial<Metric> = { limits: [above(0.01, { action: 'ask-rollback' })] };

/** A product whose owner, and whoever is on duty, has a phone of their own. */
function rung(
  steps: readonly Step[],
  change: Partial<Metric> = ASK,
  pagers: readonly string[] = ['owner', 'devops'],
  escalation: readonly StandstillRule[] = [],
) {
  const base = product({ metrics: metrics(metric(change)) });
  const roles = Object.fromEntries(
    Object.entries(base.roles).map(([name, role]): [string, Role] => [
      name,
      pagers.includes(name) ? { ...role, pager: `KEY_${name}`, mail: [`${name}@shop.example`] } : role,
    ]),
  );
  const row = { responsible: ['devops'], accountable: ['owner'], consulted: [], informed: [] };
  const world = new World().start(
    runbook({
      product: { ...base, roles, raci: { ...base.raci, rollback: row } },
      phases: [rollout(steps, { watch: { metrics: ['error-rate'], until: 'rollout', holdForMs: 0 } })],
      rollback: rollback([run('undo', { undoes: ['deploy'], repeatable: true })]),
      escalation,
    }),
  );
  return world;
}

function sweep(world: World, ms: number, outcome: SampleOutcome): World {
  return world.pass(ms, one => world.measured(one, outcome));
}

const paused = () => sweep(rung([run('deploy'), confirm('look')]), 0, BAD);
const requested = (world: World) => world.all('page.requested').map(({ key, roles }) => ({ key, roles }));

describe('who is rung', () => {
  test('[V6] ask-rollback pauses and pages whoever decides about the way back, once', () => {
    const world = paused();
    expect(world.state.status).toBe('paused');
    expect(requested(world)).toEqual([{ key: 'KEY_owner', roles: ['owner'] }]);
    expect(world.pending('pager.trigger')).toHaveLength(1);
    sweep(world, 2 * MINUTE, BAD);
    expect(requested(world)).toHaveLength(1);
  });

  test('[X4] errors in a row page the role of the phase', () => {
    const world = sweep(rung([run('deploy'), confirm('look')]), 5 * MINUTE, ERROR);
    expect(world.state.rollback).toBeNull();
    expect(requested(world)).toEqual([{ key: 'KEY_devops', roles: ['devops'] }]);
  });

  test('a pause that only asks rings nobody', () => {
    const world = sweep(rung([run('deploy'), confirm('look')], { limits: [above(0.01)] }), 0, BAD);
    expect(world.state.status).toBe('paused');
    expect(requested(world)).toEqual([]);
  });

  test('past the point of no return a rollback by itself becomes a pause and a page', () => {
    const back = { limits: [above(0.01, { action: 'rollback' as const })] };
    const world = sweep(rung([run('deploy', { pointOfNoReturn: true }), confirm('look')], back), 0, BAD);
    expect(world.state.rollback).toBeNull();
    expect(requested(world)).toEqual([{ key: 'KEY_owner', roles: ['owner'] }]);
  });

  test('so does a failed step that would have turned the run round', () => {
    const world = rung([run('cut', { pointOfNoReturn: true }), run('deploy', { onFailure: 'rollback' })]);
    world.ended('cut');
    world.ended('deploy', 'failed');
    expect(world.state.status).toBe('paused');
    expect(requested(world)).toEqual([{ key: 'KEY_owner', roles: ['owner'] }]);
  });

  test('[X9] a role without a pager is never said to be paged', () => {
    const world = sweep(rung([run('deploy'), confirm('look')], ASK, []), 0, BAD);
    expect(world.state.status).toBe('paused');
    expect(requested(world)).toEqual([]);
    expect(JSON.stringify(releaseCard(world.state, world.now))).not.toContain('Page to');
  });
});

describe('[X9] what is known of the page', () => {
  const accepted = () => {
    const world = paused();
    world.tell({ type: 'page-accepted', page: 'p1', says: 'accepted' });
    return world;
  };
  const card = (world: World) => JSON.stringify(releaseCard(world.state, world.now));

  test('requested, then accepted, then acknowledged, and each no earlier', () => {
    const world = paused();
    expect(card(world)).toContain('not accepted by PagerDuty yet');
    world.tell({ type: 'page-accepted', page: 'p1', says: 'accepted' });
    expect(card(world)).toContain('not acknowledged yet');
    const none = { at: null, url: null, assigned: [], via: 'webhook' as const };
    world.tell({ type: 'page-standing', page: 'p1', state: 'acknowledged', by: 'Li Wei', ...none });
    expect(card(world)).toContain('acknowledged by Li Wei');
    expect(world.timers).not.toHaveProperty('page-unacked:p1');
  });

  test('acknowledged by nobody for five minutes, it goes out as direct messages and mail too', () => {
    const world = sweep(accepted(), 6 * MINUTE, BAD);
    expect(world.all('page.fallback')).toMatchObject([{ page: 'p1', mails: ['owner@shop.example'] }]);
    expect(world.told.some(({ kind, body }) => kind === 'chat.direct' && body['about'] === 'page')).toBe(true);
    expect(world.pending('mail.send')).toHaveLength(1);
  });

  test('what the provider will not take is FAILED, and the second way is taken at once', () => {
    const world = paused();
    const ask = world.take('pager.trigger');
    const gaveUp = { effect: 'E1', kind: ask.kind, says: 'the key is unknown.', ref: null, watch: null, page: 'p1' };
    world.tell({ type: 'effect-gave-up', ...gaveUp });
    expect(card(world)).toContain('*FAILED*');
    expect(world.all('page.fallback')).toHaveLength(1);
    const failed = world.facts.find(fact => fact.type === 'page.failed');
    expect(storyLine(world.state, failed as ToldFact)).toContain('FAILED');
  });

  test('whether it rings is looked up', () => {
    const world = sweep(accepted(), 2 * MINUTE, BAD);
    expect(world.pending('pager.read-back').length).toBeGreaterThan(0);
  });
});

describe('once somebody decided', () => {
  test('the phone stops, whichever way it goes', () => {
    const world = paused();
    world.tell({ type: 'page-accepted', page: 'p1', says: 'accepted' });
    world.by(dev, { type: 'rollback', reason: 'too many errors' });
    expect(world.state.status).toBe('rolling-back');
    expect(world.state.pages['p1']?.state).toBe('resolved');
    expect(world.pending('pager.resolve')).toHaveLength(1);
  });

  test('a second pause is a page of its own', () => {
    const world = paused();
    world.by(dev, { type: 'resume', reason: 'seen' });
    sweep(world, MINUTE, value(0.2));
    expect(Object.values(world.state.pages).map(page => page.state)).toEqual(['resolved', 'requested']);
  });
});

describe('[X9] “I have it”', () => {
  const stranger = person('eve', [], 'stranger');
  const button = (world: World) => JSON.stringify(releaseCard(world.state, world.now)).includes('I have it');
  const have = { type: 'acknowledge', page: null } as const;

  test('whoever presses it has the page: it stands on card and timeline, and the provider is told', () => {
    const world = paused();
    expect(button(world)).toBe(true);
    world.by(person('U0LI'), have);
    expect(world.state.pages['p1']).toMatchObject({ state: 'acknowledged', acknowledgedBy: '<@U0LI>' });
    expect(world.pending('pager.acknowledge')).toHaveLength(1);
    expect(world.state.status).toBe('paused');
    expect(button(world)).toBe(false);
    expect(JSON.stringify(releaseCard(world.state, world.now))).toContain('acknowledged by <@U0LI>');
    const told = world.facts.find(fact => fact.type === 'page.acknowledged');
    expect(storyLine(world.state, told as ToldFact)).toContain('Acknowledged by <@U0LI> in Slack');
    sweep(world, 6 * MINUTE, BAD);
    expect(world.all('page.fallback')).toEqual([]);
  });

  test('it is refused where no page waits, and to whoever is no member', () => {
    const quiet = sweep(rung([run('deploy'), confirm('look')], { limits: [above(0.01)] }), 0, BAD);
    expect(button(quiet)).toBe(false);
    expect(quiet.refused(dev, have)).toBe('page.none');
    const world = paused();
    expect(world.refused(stranger, have)).toBe('who.not-member');
    world.by(dev, have);
    expect(world.refused(dev, have)).toBe('page.none');
  });

  test('a page of an earlier pause does not wait again, also when it had failed', () => {
    const world = paused();
    const { kind } = world.take('pager.trigger');
    const gaveUp = { effect: 'E1', kind, says: 'the key is unknown.', ref: null, watch: null, page: 'p1' };
    world.tell({ type: 'effect-gave-up', ...gaveUp });
    expect(button(world)).toBe(true);
    world.by(dev, { type: 'resume', reason: 'seen' });
    world.by(dev, { type: 'pause', reason: 'a look' });
    expect(button(world)).toBe(false);
    expect(JSON.stringify(releaseCard(world.state, world.now))).not.toContain('FAILED');
  });
});

describe('[V15] the chain of escalation, while it stands still', () => {
  const CHAIN: readonly StandstillRule[] = [
    { afterMs: 15 * MINUTE, without: 'acknowledged', page: ['devops'] },
    { afterMs: 30 * MINUTE, without: 'mitigated', page: ['owner'] },
  ];
  const stands = () => sweep(rung([run('deploy'), confirm('look')], ASK, ['owner', 'devops'], CHAIN), 0, BAD);

  test('the next are called when nobody acknowledged, and the first anew when nobody decided', () => {
    const world = sweep(stands(), 14 * MINUTE, BAD);
    expect(world.all('release.escalated')).toEqual([]);
    sweep(world, MINUTE, BAD);
    expect(world.all('release.escalated')).toMatchObject([{ rule: 0, roles: ['devops'] }]);
    sweep(world, 15 * MINUTE, BAD);
    expect(requested(world).map(page => page.key)).toEqual(['KEY_owner', 'KEY_devops', 'KEY_owner']);
    expect(world.state.pages['p1']).toMatchObject({ state: 'resolved', says: 'ended, because it is paged again' });
    const told = world.facts.filter(fact => fact.type === 'release.escalated');
    expect(told.map(one => storyLine(world.state, one as ToldFact))).toEqual([
      expect.stringMatching(/Escalated.*nobody acknowledged its page for 15 min/),
      expect.stringMatching(/Escalated.*nobody decided for 30 min/),
    ]);
    sweep(world, 60 * MINUTE, BAD);
    expect(world.all('release.escalated')).toHaveLength(2);
  });

  test('who has it is not passed over, but a release nobody decides about goes on up', () => {
    const world = stands();
    world.by(dev, { type: 'acknowledge', page: null });
    sweep(world, 31 * MINUTE, BAD);
    expect(world.all('release.escalated')).toMatchObject([{ rule: 1 }]);
  });

  test('once somebody decided nobody is called, and the next pause begins the chain anew', () => {
    const world = sweep(stands(), 10 * MINUTE, BAD);
    world.by(dev, { type: 'resume', reason: 'seen' });
    expect(Object.keys(world.timers).filter(name => name.startsWith('escalate:'))).toEqual([]);
    sweep(world, MINUTE, value(0.2));
    sweep(world, 14 * MINUTE, BAD);
    expect(world.all('release.escalated')).toEqual([]);
    sweep(world, MINUTE, BAD);
    expect(world.all('release.escalated')).toHaveLength(1);
  });

  test('a pause that rang nobody calls nobody later', () => {
    const world = rung([run('deploy'), confirm('look')], ASK, ['owner'], CHAIN);
    world.by(dev, { type: 'pause', reason: 'a look' });
    sweep(world, 60 * MINUTE, value(0));
    expect(world.all('release.escalated')).toEqual([]);
  });

  test('a clock set back by an hour makes nobody wait an hour longer', () => {
    const world = sweep(stands(), 5 * MINUTE, BAD);
    world.now -= 60 * MINUTE;
    world.tell({ type: 'clock-jumped', byMs: -60 * MINUTE });
    sweep(world, 10 * MINUTE, BAD);
    expect(world.all('release.escalated')).toMatchObject([{ rule: 0 }]);
  });
});
